// While somebody writes a long answer, what they typed is kept as a draft. Without this script the button "Save and come back" does the same.
const STILL = 5_000; // ms without typing
const WARN = 13 * 60_000; // a session ends after 15 minutes in which nothing was sent
const SPOKEN = 60_000; // said aloud at most this often

for (const button of document.querySelectorAll('button[formaction="?save=draft"]')) keep(button.form, button);

function keep(form, button) {
  const shown = said(form, "p", "hf-draft", true);
  const spoken = said(form, "p", "govuk-visually-hidden", false);
  spoken.setAttribute("role", "status");
  const warning = said(form, "p", "hf-draft hf-draft--ends", false);
  warning.setAttribute("role", "status");
  let waits, ends, quiet = false, savedAt = "", sending = new AbortController(), gone = false;

  const begin = () => {
    clearTimeout(ends);
    warning.textContent = "";
    ends = setTimeout(warn, WARN);
  };
  const say = (words) => {
    shown.textContent = words;
    if (quiet) return;
    spoken.textContent = words;
    quiet = true;
    setTimeout(() => { quiet = false; }, SPOKEN);
  };
  const save = async () => {
    if (gone) return;
    sending.abort();
    sending = new AbortController();
    const answers = new URLSearchParams(new FormData(form));
    answers.set(button.name, button.value);
    try {
      const answer = await fetch(button.getAttribute("formaction"), {
        method: "POST", body: answers, headers: { "X-Draft": "1" }, redirect: "error", signal: sending.signal,
      });
      if (!answer.ok) throw new Error();
      const { saved } = await answer.json();
      if (saved) {
        savedAt = saved;
        say(`Saved as a draft ${saved}`);
      }
      begin();
    } catch (why) {
      if (why.name !== "AbortError") say(savedAt ? `Not saved since ${savedAt}. Copy your words before you leave.` : "Not saved. Copy your words before you leave.");
    }
  };
  const warn = () => {
    const stay = document.createElement("button");
    stay.type = "button";
    stay.className = "govuk-button govuk-button--secondary";
    stay.textContent = "Stay signed in";
    stay.addEventListener("click", save);
    warning.replaceChildren("You will be signed out in two minutes. What you typed is kept. ", stay);
  };

  form.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(save, STILL);
  });
  form.addEventListener("submit", () => {
    gone = true;
    clearTimeout(waits);
    sending.abort();
  });
  begin();
}

function said(form, tag, name, hidden) {
  const line = document.createElement(tag);
  line.className = name;
  if (hidden) line.setAttribute("aria-hidden", "true");
  form.append(line);
  return line;
}

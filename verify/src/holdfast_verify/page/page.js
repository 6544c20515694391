// The page: what was kept, whose key is believed, and what comes of it. Nothing is sent anywhere.

const NOT_SHOWN = "This does not show that it is true, or that everything was written down.";
const NEVER_SAID = "Whether anything sealed concerns this matter is never said here.";

function seenIn(head) {
  const times = [...head.seenBy].map(([key, time]) => `${key.name} saw it on ${new Date(Number(time) * 1000).toISOString()}`);
  return times.join("; ") || "no witness was asked for";
}

function wordsOfReceipt({ head, index }, recorded) {
  const since = recorded ? `since it was recorded on ${recorded}` : "since it was recorded";
  return [`Unchanged ${since}.`, `It stands at place ${index} of the ledger ${head.origin}, among ${head.size} leaves (${seenIn(head)}).`, NOT_SHOWN];
}

function wordsOfBundle(found) {
  const rooms = found.rooms.map(([kind, count]) => (count === 1
    ? `${kind}: entry 1 is there, and there is no second.`
    : `${kind}: entries 1 to ${count} are there, and there is no ${count + 1}.`));
  const others = found.withheld === null ? "What other rooms this matter has is not shown: withheld or empty."
    : found.withheld.length ? `Of ${found.withheld.length} other rooms nothing is shown: withheld or empty.` : "It has no other room.";
  const leftOut = [[found.closed, "entries"], [found.partsLeftOut, "parts of entries"]].filter(([count]) => count);
  return [
    `All there, and unchanged since it was recorded (the last on ${found.lastRecorded || "a day that is not shown"}).`,
    `The matter ${found.matter} in the ledger ${found.head.origin}, among ${found.head.size} leaves (${seenIn(found.head)}).`,
    ...rooms, others,
    ...(leftOut.length ? [`Left out, and shown to be there: ${leftOut.map(([count, what]) => `${count} ${what}`).join(", ")}.`] : []),
    ...found.unknownAfter.map((place) => `The last entry of ${place} is left out, so whether it goes on under another secret is not shown.`),
    ...found.erased.map((each) => `The words of ${each.entry} were erased by order${each.authority ? ` (${each.authority})` : ""}: ${each.saidBy} says so, and the order is the `
      + `matter ${each.order} of this ledger. What else was recorded of it is unchanged.`),
    NEVER_SAID, NOT_SHOWN,
  ];
}

/** What comes of a file that was kept: "unchanged", "changed" or "unusable", and in which words. */
async function checkAll({ kept, believed, statements, word, wordKey }) {
  try {
    if (!kept) throw new Unusable("choose the file that you kept");
    if (!believed.trim()) throw new Unusable("give the key of the log, or a policy, from somewhere that you trust");
    const trust = await readTrust(believed);
    follow(trust, await readSuccessions(statements || ""));
    if (kept.trimStart().startsWith("{")) return { result: "unchanged", words: wordsOfBundle(await checkBundle(kept, trust)) };
    const receipt = await checkReceipt(kept, trust);
    if (word.trim() && !wordKey.trim()) throw new Unusable("give the key of the word that was given at once, too");
    const recorded = word.trim() ? await checkWord(word.endsWith("\n") ? word : `${word}\n`, wordKey, receipt.leaf) : "";
    return { result: "unchanged", words: wordsOfReceipt(receipt, recorded) };
  } catch (why) {
    if (why instanceof Changed) return { result: "changed", words: [`It is not so that it is unchanged: ${why.message}.`] };
    if (why instanceof Unusable) return { result: "unusable", words: [`Nothing can be said: ${why.message}.`] };
    return { result: "unusable", words: ["Nothing can be said: what was given cannot be read."] };
  }
}

async function textOf(file) {
  try {
    return file ? new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer()) : "";
  } catch (_) {
    return "\ufffd";
  }
}

const TITLES = { unchanged: "Unchanged", changed: "Not what was recorded", unusable: "Nothing can be said" };

function show({ result, words }) {
  const place = document.getElementById("result");
  place.className = result;
  place.replaceChildren(Object.assign(document.createElement("h2"), { textContent: TITLES[result] }));
  for (const each of words) place.append(Object.assign(document.createElement("p"), { textContent: each }));
  place.hidden = false;
  place.focus();
}

if (typeof document === "object") {
  document.getElementById("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const value = (name) => document.getElementById(name).value;
    const kept = await textOf(document.getElementById("kept").files[0]);
    show(await checkAll({ kept, believed: value("believed"), statements: value("statements"), word: value("word"), wordKey: value("word-key") }));
  });
}

// Signed notes, keys, heads, policies, trees and receipts. What is not of its form is Unusable; what is, and is not what was recorded, is Changed.

class Unusable extends Error {}
class Changed extends Error {}

const LARGEST = 1000000;
const LARGEST_NUMBER = (1n << 63n) - 1n;
const PLAIN = 1;
const COSIGNATURE = 4;

function fromBase64(text) {
  let raw = null;
  try {
    raw = /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? atob(text) : null;
  } catch (_) {
    raw = null;
  }
  if (raw === null || btoa(raw) !== text) throw new Unusable("something that should be base64 is not, or is spelt otherwise than it must be");
  return Uint8Array.from(raw, (character) => character.charCodeAt(0));
}

function numberIn(text) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text) || BigInt(text) > LARGEST_NUMBER) throw new Unusable("a whole number is not written as one");
  return BigInt(text);
}

async function idOf(name, kind, key) {
  return (await sha256(joined(bytesOf(`${name}\n`), Uint8Array.of(kind), key))).slice(0, 4);
}

async function readKey(text) {
  const parts = /^([^+]+)\+([0-9A-Fa-f]+)\+(.+)$/s.exec(text.trim());
  if (!parts || /\s/u.test(parts[1])) throw new Unusable("this is not a verifier key: NAME+ID+KEY");
  const raw = fromBase64(parts[3]);
  if (raw.length !== 33 || (raw[0] !== PLAIN && raw[0] !== COSIGNATURE)) throw new Unusable("this verifier key is of a kind that is not known here");
  const key = { name: parts[1], kind: raw[0], bytes: raw.slice(1), id: await idOf(parts[1], raw[0], raw.slice(1)) };
  if (hexOf(key.id) !== parts[2].toLowerCase()) throw new Unusable("this verifier key’s own id is not the one that it says: it was mistyped");
  return key;
}

/** A note's text, and its signatures. */
function takeApart(note) {
  const at = note.lastIndexOf("\n\n");
  // eslint-disable-next-line no-control-regex
  if (note.length > LARGEST || at < 0 || !note.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f]/.test(note)) {
    throw new Unusable("a signed note is a text, an empty line, and lines of signatures");
  }
  const lines = note.slice(at + 2, -1).split("\n");
  if (lines.length > 100) throw new Unusable("a note with so many signatures is not read");
  const signatures = lines.map((line) => {
    const words = line.split(" ");
    if (words.length !== 3 || words[0] !== "—" || !words[1]) throw new Unusable("a line of a signature is not one");
    const raw = fromBase64(words[2]);
    if (raw.length < 5) throw new Unusable("a signature is too short to be one");
    return { name: words[1], id: raw.slice(0, 4), signature: raw.slice(4) };
  });
  return { text: note.slice(0, at + 1), signatures };
}

const isOf = (key, { name, id }) => key.name === name && same(key.id, id);

/** The head in a note that the log signed, and which of these witnesses cosigned it, when. */
async function openHead(note, log, witnesses) {
  const { text, signatures } = takeApart(note);
  const seenBy = new Map();
  let signed = false;
  for (const each of signatures) {
    const key = [log, ...witnesses].find((known) => isOf(known, each));
    if (!key) continue;
    if (key.kind === PLAIN) {
      if (!(await verified(key.bytes, each.signature, bytesOf(text)))) throw new Changed(`the signature of ${each.name} on the head does not hold`);
      signed = signed || key === log;
    } else {
      const time = BigInt(`0x${hexOf(each.signature.slice(0, 8)) || "0"}`);
      const message = bytesOf(`cosignature/v1\ntime ${time}\n${text}`);
      if (!(await verified(key.bytes, each.signature.slice(8), message))) throw new Changed(`the cosignature of ${each.name} on the head does not hold`);
      seenBy.set(key, time);
    }
  }
  if (!signed) throw new Changed(`the head is not signed by ${log.name}`);
  const parts = text.split("\n");
  if (parts.length < 4 || parts.pop() !== "" || parts.some((part) => !part)) throw new Unusable("the head is not a checkpoint: origin, size and root, each on a line");
  const root = fromBase64(parts[2]);
  if (root.length !== 32) throw new Unusable("the root in the head is not a hash");
  if (parts[0] !== log.name) throw new Changed(`the head is of ${parts[0]}, and not of ${log.name}`);
  return { origin: parts[0], size: numberIn(parts[1]), root, seenBy };
}

/** Whom to believe: a log's key alone, or the lines of a policy. */
async function readTrust(text) {
  const lines = text.split("\n").map((line) => line.split(/[ \t]+/).filter((word) => word)).filter((words) => words.length && !words[0].startsWith("#"));
  const trust = { logs: [], witnesses: new Map(), groups: new Map(), quorum: "none", since: new Map(), until: new Map() };
  if (lines.length === 1 && lines[0].length === 1) {
    trust.logs.push(await ofKind(lines[0][0], PLAIN));
    return trust;
  }
  let quorum = "";
  const members = new Set();
  for (const words of lines) quorum = await policyLine(trust, words, quorum, members);
  if (!quorum) throw new Unusable("the policy has no quorum");
  if (!trust.logs.length) throw new Unusable("the policy names no log");
  trust.quorum = quorum;
  return trust;
}

async function ofKind(vkey, kind) {
  const key = await readKey(vkey);
  if (key.kind !== kind) throw new Unusable(`the key of ${key.name} is not of the kind that is needed here`);
  return key;
}

async function policyLine(trust, words, quorum, members) {
  const known = (name) => trust.witnesses.has(name) || trust.groups.has(name);
  const [what, name, ...rest] = words;
  const fresh = name && !known(name) && name !== "none";
  if (what === "log" && name && rest.length <= 1) {
    trust.logs.push(await ofKind(name, PLAIN));
  } else if (what === "witness" && fresh && (rest.length === 1 || rest.length === 2)) {
    const key = await ofKind(rest[0], COSIGNATURE);
    if ([...trust.witnesses.values()].some((other) => same(other.bytes, key.bytes))) throw new Unusable("the policy names a witness twice");
    trust.witnesses.set(name, key);
  } else if (what === "group" && fresh && rest.length > 1 && rest.slice(1).every(known)) {
    const of = rest.slice(1);
    if (new Set(of).size !== of.length || of.some((each) => members.has(each))) throw new Unusable("in the policy a name is in a group twice, or in two groups");
    const needed = rest[0] === "any" ? 1 : rest[0] === "all" ? of.length : Number(numberIn(rest[0]));
    if (needed < 1 || needed > of.length) throw new Unusable("a group of the policy asks for more than it has, or for none");
    of.forEach((each) => members.add(each));
    trust.groups.set(name, { needed, of });
  } else if (what === "quorum" && !quorum && !rest.length && (name === "none" || known(name))) {
    return name;
  } else {
    throw new Unusable(`a line of the policy is not understood: it begins with ${what}`);
  }
  return quorum;
}

const FOLLOWS = "holdfast/key/v1";

/** A statement that one key follows another, which both have signed. */
async function readSuccession(note) {
  const { text, signatures } = takeApart(note);
  const parts = text.split("\n");
  if (parts.length !== 5 || parts[0] !== FOLLOWS || parts[4]) throw new Unusable("this is not a statement that one key follows another");
  const before = await readKey(parts[1]);
  const after = await readKey(parts[2]);
  const size = numberIn(parts[3]);
  if (before.name !== after.name || before.kind !== after.kind || same(before.bytes, after.bytes)) {
    throw new Unusable("a key is followed by another one, of the same name and kind");
  }
  for (const key of [before, after]) {
    const mine = signatures.filter((each) => isOf(key, each));
    let held = mine.length > 0;
    for (const each of mine) held = (await verified(key.bytes, each.signature, bytesOf(text))) && held;
    if (!held) throw new Changed(`that one key of ${key.name} follows another is not signed by both`);
  }
  return { before, after, size };
}

/** Statements that were pasted one after another. */
async function readSuccessions(text) {
  const found = [];
  for (const note of text.split(/^(?=holdfast\/key\/v1$)/m)) if (note.trim()) found.push(await readSuccession(`${note.trimEnd()}\n`));
  return found;
}

const sameKey = (one, other) => one.name === other.name && one.kind === other.kind && same(one.bytes, other.bytes);

/** Trust as well the keys to which these lead from those that are trusted, each for the heads of its time. */
function follow(trust, statements) {
  for (const log of [...trust.logs]) {
    const found = [];
    for (const each of statements) {
      const last = found.length ? found[found.length - 1].after : log;
      if (found.some((earlier) => earlier !== each && sameKey(earlier.before, each.before) && !(sameKey(earlier.after, each.after) && earlier.size === each.size))) {
        throw new Changed(`two keys are said to follow one key of ${log.name}`);
      }
      if (!sameKey(each.before, last)) continue;
      if (found.length && each.size < found[found.length - 1].size) throw new Changed(`the statements of the keys of ${log.name} go back`);
      found.push(each);
    }
    for (const { before, after, size } of found) {
      trust.until.set(hexOf(before.bytes), size);
      trust.since.set(hexOf(after.bytes), size);
      if (!trust.logs.some((known) => sameKey(known, after))) trust.logs.push(after);
    }
  }
}

function checkTime(trust, log, head) {
  const [since, until] = [trust.since.get(hexOf(log.bytes)), trust.until.get(hexOf(log.bytes))];
  if ((since !== undefined && head.size <= since) || (until !== undefined && head.size > until)) {
    throw new Changed(`the head of ${head.size} leaves is signed by a key of ${log.name} that does not sign such heads: another does`);
  }
}

function quorumSaw(trust, name, head) {
  if (trust.witnesses.has(name)) return head.seenBy.has(trust.witnesses.get(name));
  const { needed, of } = trust.groups.get(name);
  return of.filter((member) => quorumSaw(trust, member, head)).length >= needed;
}

async function trusted(trust, note) {
  let wrong = null;
  for (const log of trust.logs) {
    let head = null;
    try {
      head = await openHead(note, log, [...trust.witnesses.values()]);
      checkTime(trust, log, head);
    } catch (why) {
      if (!(why instanceof Changed)) throw why;
      wrong = why;
      continue;
    }
    if (trust.quorum !== "none" && !quorumSaw(trust, trust.quorum, head)) {
      throw new Changed(`too few of the policy’s witnesses saw this head: ${head.seenBy.size}, and not ${trust.quorum}`);
    }
    return head;
  }
  throw wrong;
}

/** The root to which a leaf and its way lead, in a tree of that size. */
async function rootFrom(leaf, index, size, way) {
  if (index < 0n || index >= size) throw new Changed(`a ledger of ${size} leaves has no place ${index}`);
  const fromLeft = [];
  for (let left = size, at = index; left > 1n;) {
    let half = 1n;
    while (half * 2n < left) half *= 2n;
    fromLeft.push(at >= half);
    [at, left] = at < half ? [at, half] : [at - half, left - half];
  }
  if (fromLeft.length !== way.length) throw new Changed("the way from the entry to the head is not as long as it must be");
  let node = await sha256(joined(Uint8Array.of(0), leaf));
  for (const [at, sibling] of way.entries()) {
    node = await sha256(fromLeft[fromLeft.length - 1 - at] ? joined(Uint8Array.of(1), sibling, node) : joined(Uint8Array.of(1), node, sibling));
  }
  return node;
}

async function checkReceipt(text, trust) {
  if (text.length > LARGEST) throw new Unusable("the receipt is longer than any is");
  const gap = text.indexOf("\n\n");
  const lines = gap < 0 ? [] : text.slice(0, gap).split("\n");
  if (lines[0] !== "c2sp.org/tlog-proof@v1") throw new Unusable("this is no receipt: its first line must be c2sp.org/tlog-proof@v1");
  if (lines.length < 3 || !lines[1].startsWith("extra ") || !lines[2].startsWith("index ")) {
    throw new Unusable("the receipt does not carry its entry’s leaf, or does not say its place");
  }
  const way = lines.slice(3).map(fromBase64);
  if (way.length > 63 || way.some((each) => each.length !== 32)) throw new Unusable("the way in the receipt is not one of hashes");
  const leaf = fromBase64(lines[1].slice(6));
  const index = numberIn(lines[2].slice(6));
  const head = await trusted(trust, text.slice(gap + 2));
  if (!same(await rootFrom(leaf, index, head.size, way), head.root)) {
    throw new Changed(`the entry of this receipt is not at place ${index} of the ledger that was signed`);
  }
  return { head, index, leaf };
}

/** What the signed word that was given at once promises: when the entry was recorded. */
async function checkWord(text, vkey, leaf) {
  const key = await readKey(vkey);
  const { text: said, signatures } = takeApart(text);
  const its = signatures.filter((each) => isOf(key, each));
  const holds = await Promise.all(its.map((each) => verified(key.bytes, each.signature, bytesOf(said))));
  if (!its.length || holds.includes(false)) throw new Changed(`the word that was given at once is not signed by ${key.name}`);
  const parts = said.split("\n");
  if (parts.length !== 8 || parts[0] !== "holdfast/acknowledgement/v1" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(parts[5])) {
    throw new Unusable("the word that was given at once is not one");
  }
  if (!same(fromBase64(parts[2]), leaf.slice(2, 34))) throw new Changed("the receipt is of another entry than the one that was acknowledged");
  return parts[5];
}

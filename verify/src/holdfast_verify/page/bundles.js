// A bundle of a matter: that its rooms' entries are all there, from the first to the last, unchanged since they were recorded.

const FIRST_ADDED = 16;
const EMPTY = new Uint8Array(32);

/** A field of a bundle, which must be there and of that kind; a number is whole and not negative. */
function fieldOf(given, name, kind) {
  const value = given !== null && typeof given === "object" && Object.hasOwn(given, name) ? given[name] : undefined;
  const fits = {
    string: () => typeof value === "string",
    number: () => Number.isSafeInteger(value) && value >= 0,
    list: () => Array.isArray(value),
    object: () => value !== null && typeof value === "object" && !Array.isArray(value),
  }[kind]();
  if (!fits) throw new Unusable(`the bundle’s “${name}” is missing, or not of its form`);
  return value;
}

function isNone(given, name) {
  if (given === null || typeof given !== "object" || !Object.hasOwn(given, name)) throw new Unusable(`the bundle’s “${name}” is missing`);
  return given[name] === null;
}

/** The secrets of a matter or a room, one after another; none where the bundle gives none. */
function secretsOf(given) {
  if (isNone(given, "secrets")) return [];
  const secrets = fieldOf(given, "secrets", "list").map((each) => (typeof each === "string" ? fromBase64(each) : new Uint8Array(0)));
  if (!secrets.length || secrets.some((each) => each.length !== 32)) throw new Unusable("a secret in the bundle is missing, or not 32 bytes");
  return secrets;
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The name of a room's secret: the first 200 bits of its hash, in groups of five of Crockford's letters. */
async function nameOf(secret) {
  const data = (await sha256(joined(bytesOf("holdfast/stream-name/v1\0"), secret))).slice(0, 25);
  let letters = "";
  for (let bit = 0; bit < 200; bit += 5) {
    let value = 0;
    for (let at = bit; at < bit + 5; at += 1) value = value * 2 + bitOf(data, at);
    letters += CROCKFORD[value];
  }
  return letters.match(/.{5}/g).join("-");
}

/** The name of the next secret that an entry gives. */
function nextIn(says) {
  try {
    const facts = JSON.parse(says.facts);
    return facts !== null && typeof facts === "object" && Object.hasOwn(facts, "next") ? facts.next : null;
  } catch (_) {
    return null;
  }
}

const labelOf = (secret, n) => hmac(secret, joined(bytesOf("holdfast/position/v1\0"), bigEndian(BigInt(n), 8)));
const roomSecret = (matter, number) => hmac(matter, joined(bytesOf("holdfast/room/v1\0"), bigEndian(BigInt(number), 8)));

/** The labels of an entry's leaf; what is not exactly one has none. */
function labelsIn(leaf) {
  if (leaf.length < 37 || leaf.length > 0xffff || leaf[0] !== 1 || leaf[1] !== 1) return [];
  const at = 36 + leaf[34] * 256 + leaf[35];
  if (at >= leaf.length || !leaf[at] || leaf.length !== at + 1 + 32 * leaf[at]) return [];
  const labels = [];
  for (let start = at + 1; start < leaf.length; start += 32) labels.push(leaf.slice(start, start + 32));
  return new Set(labels.map(hexOf)).size === labels.length ? labels : [];
}

const bitOf = (label, depth) => (label[depth >> 3] >> (7 - (depth & 7))) & 1;

/** The index that the map of this root gives for a label; null: it is not there. */
async function indexAt(root, label, siblings, found) {
  const depth = siblings.length;
  if (depth > 256 || siblings.some((each) => each.length !== 32)) throw new Changed("a way through the map of positions is not one");
  let node = EMPTY;
  if (found !== null) {
    const [other, index] = found;
    for (let at = 0; at < depth; at += 1) {
      if (other.length !== 32 || bitOf(other, at) !== bitOf(label, at)) throw new Changed("a way through the map of positions ends where it cannot");
    }
    if (other.length !== 32) throw new Changed("a way through the map of positions ends where it cannot");
    node = await sha256(joined(Uint8Array.of(2), other, bigEndian(BigInt(index), 8)));
  }
  for (let at = depth - 1; at >= 0; at -= 1) {
    node = await sha256(bitOf(label, at) ? joined(Uint8Array.of(3), siblings[at], node) : joined(Uint8Array.of(3), node, siblings[at]));
  }
  if (!same(node, root)) throw new Changed("a way through the map of positions does not lead to the map that was signed");
  return found !== null && same(found[0], label) ? found[1] : null;
}

function framed(name) {
  const data = bytesOf(name);
  if (data.length < 1 || data.length > 0xffff) throw new Unusable("a part has no name");
  return joined(bigEndian(BigInt(data.length), 2), data);
}

async function commitmentTo(key, name, text) {
  if (typeof text !== "string") throw new Unusable("a part in the bundle is not text");
  const data = bytesOf(text);
  return hmac(key, joined(bytesOf("holdfast/part/v1\0"), framed(name), bigEndian(BigInt(data.length), 8), data));
}

async function commitmentToAll(commitments) {
  const names = [...commitments.keys()].map((name) => [hexOf(bytesOf(name)), name]).sort(([one], [other]) => (one < other ? -1 : 1));
  const parts = names.map(([, name]) => joined(framed(name), commitments.get(name)));
  return sha256(joined(bytesOf("holdfast/entry/v1\0"), bigEndian(BigInt(names.length), 2), ...parts));
}

class BundleCheck {
  constructor(given, head) {
    this.given = given;
    this.head = head;
    this.hashes = fieldOf(given, "hashes", "list").map((each) => (typeof each === "string" ? fromBase64(each) : new Uint8Array(0)));
    this.map = fromBase64(fieldOf(fieldOf(given, "map", "object"), "root", "string"));
    const matter = fieldOf(given, "matter", "object");
    this.secrets = secretsOf(matter);
    this.found = {
      head, matter: fieldOf(matter, "id", "string"), kind: fieldOf(matter, "type", "string"), rooms: [], withheld: null,
      cited: 0, closed: 0, partsLeftOut: 0, unknownAfter: [], erased: [], lastRecorded: "",
    };
  }

  async check() {
    const of = fieldOf(this.given, "map", "object");
    const leaf = joined(Uint8Array.of(1, 2), this.map);
    if (this.map.length !== 32 || !same(await this.rootOf(leaf, fieldOf(of, "index", "number"), of), this.head.root)) {
      throw new Changed("the map of positions in the bundle is not the one that the ledger commits to");
    }
    const numbers = new Set();
    for (const room of fieldOf(this.given, "rooms", "list")) {
      const number = fieldOf(room, "number", "number");
      if (numbers.has(number) || !number) throw new Unusable(`room ${number} is in the bundle twice, or has no number`);
      numbers.add(number);
      await this.room(room, number);
    }
    if (!numbers.size) throw new Unusable("there is no room in the bundle");
    await this.others(numbers);
    return this.found;
  }

  way(given, name) {
    return fieldOf(given, name, "list").map((n) => {
      if (!Number.isSafeInteger(n) || n < 0 || n >= this.hashes.length) throw new Unusable(`the bundle’s “${name}” names a hash that is not there`);
      return this.hashes[n];
    });
  }

  rootOf(leaf, index, given) {
    return rootFrom(leaf, BigInt(index), this.head.size, this.way(given, "way"));
  }

  async absent(label, given, words) {
    const other = isNone(given, "found") ? null : fieldOf(given, "found", "object");
    const found = other && [fromBase64(fieldOf(other, "label", "string")), fieldOf(other, "index", "number")];
    if ((await indexAt(this.map, label, this.way(given, "place"), found)) !== null) throw new Changed(words);
  }

  async room(room, number) {
    const place = `room ${number} (${fieldOf(room, "kind", "string")})`;
    const own = secretsOf(room);
    if ((own.length > 0) === (this.secrets.length > 0)) throw new Unusable(`of ${place} the bundle gives no secret, or two`);
    const secrets = own.length ? own : await Promise.all(this.secrets.map((each) => roomSecret(each, number)));
    const entries = fieldOf(room, "entries", "list");
    const ends = this.ends(room, secrets);
    let before = "";
    let generation = 0;
    let last = null;
    let shut = false;
    const opened = new Map();
    for (const [at, entry] of entries.entries()) {
      const of = fieldOf(entry, "generation", "number");
      if (of < generation || of >= secrets.length) throw new Unusable(`entry ${at + 1} of ${place} is of a secret that is not there`);
      for (; generation < of; generation += 1) await this.ended(secrets, generation, ends, at + 1, last, place);
      const header = await this.entry(entry, await labelOf(secrets[of], at + 1), `entry ${at + 1} of ${place}`);
      last = null;
      shut = !header && same(labelsIn(fromBase64(entry.leaf))[0], await labelOf(secrets[of], at + 1));
      if (!header) continue;
      this.header(header, room, at + 1, place);
      last = { n: at + 1, kind: header.kind, says: entry.says, of };
      opened.set(String(header.id), last);
      const recorded = String(header.recorded_at);
      if (recorded < before) throw new Changed(`entry ${at + 1} of ${place} says that it was recorded before the one before it`);
      before = recorded;
    }
    for (const each of opened.values()) if (each.kind === "entry.erased") this.erased(each, opened, place);
    if (before > this.found.lastRecorded) this.found.lastRecorded = before;
    for (; generation < secrets.length; generation += 1) await this.ended(secrets, generation, ends, entries.length + 1, last, place);
    if (shut) this.found.unknownAfter.push(place);
    if (!entries.length) throw new Unusable(`${place} has no entry in the bundle`);
    this.found.rooms.push([room.kind, entries.length]);
  }

  ends(room, secrets) {
    const ends = fieldOf(room, "ends", "list");
    if (ends.length !== secrets.length) throw new Unusable("the bundle does not show, for each secret of a room, where it ends");
    return ends;
  }

  async ended(secrets, generation, ends, n, last, place) {
    await this.absent(await labelOf(secrets[generation], n), ends[generation], `${place} has an entry ${n} that is not in the bundle`);
    const rotated = last !== null && last.kind === "secret.rotated";
    if (generation + 1 === secrets.length) {
      if (rotated && last.of === generation) throw new Changed(`${place} goes on under a secret that is not in the bundle`);
    } else if (n > 1 && (!rotated || nextIn(last.says) !== (await nameOf(secrets[generation + 1])))) {
      throw new Changed(`entry ${n - 1} of ${place} does not name the secret under which it goes on`);
    }
  }

  async entry(entry, label, which) {
    const index = fieldOf(entry, "index", "number");
    const leaf = fromBase64(fieldOf(entry, "leaf", "string"));
    if (!same(await this.rootOf(leaf, index, entry), this.head.root)) throw new Changed(`${which} is not at place ${index} of the ledger`);
    if ((await indexAt(this.map, label, this.way(entry, "place"), [label, index])) !== index) throw new Changed(`${which} is not where the map of positions says`);
    const labels = labelsIn(leaf);
    if (!labels.some((each) => same(each, label))) throw new Changed(`${which} does not stand where it is shown`);
    const closed = isNone(entry, "says");
    if (!same(labels[0], label)) {
      this.found.cited += 1;
      if (!closed) throw new Unusable(`${which} is of another room, and is opened here`);
      return null;
    }
    if (closed) {
      this.found.closed += 1;
      return null;
    }
    return this.opened(fieldOf(entry, "says", "object"), leaf, which);
  }

  async opened(says, leaf, which) {
    const [keys, parts, leftOut] = ["keys", "parts", "left_out"].map((name) => new Map(Object.entries(fieldOf(says, name, "object"))));
    if (parts.has(":header") || parts.has(":facts")) throw new Unusable(`${which} names a part twice`);
    const texts = new Map([[":header", fieldOf(says, "header", "string")], [":facts", fieldOf(says, "facts", "string")], ...parts]);
    const commitments = new Map();
    for (const [name, text] of texts) {
      const key = typeof keys.get(name) === "string" ? fromBase64(keys.get(name)) : EMPTY.slice(1);
      if (key.length !== 32) throw new Unusable(`a key of ${which} is missing, or not 32 bytes`);
      commitments.set(name, await commitmentTo(key, name, text));
    }
    for (const [name, commitment] of leftOut) {
      const raw = typeof commitment === "string" ? fromBase64(commitment) : EMPTY.slice(1);
      if (raw.length !== 32 || commitments.has(name)) throw new Unusable(`${which} names a part twice, or a commitment is not 32 bytes`);
      commitments.set(name, raw);
    }
    if (!same(await commitmentToAll(commitments), leaf.slice(2, 34))) throw new Changed(`${which} does not say what it said when it was recorded`);
    this.found.partsLeftOut += leftOut.size;
    let header = null;
    try {
      header = JSON.parse(texts.get(":header"));
    } catch (_) {
      header = null;
    }
    if (header === null || typeof header !== "object" || Array.isArray(header)) throw new Changed(`${which} has no header that can be read`);
    return header;
  }

  erased(by, opened, place) {
    let order = "";
    let gone = [];
    let authority = "";
    try {
      const facts = JSON.parse(by.says.facts);
      order = String(facts.order);
      gone = facts.gone.map((each) => String(each.entry));
      authority = String(JSON.parse(by.says.parts.authority || '""'));
    } catch (_) {
      throw new Changed(`entry ${by.n} of ${place} says that words were erased, and not whose`);
    }
    for (const each of gone.map((entry) => opened.get(entry)).filter((found) => found)) {
      const leftOut = Object.keys(each.says.left_out).length;
      if (!leftOut || Object.keys(each.says.parts).length) continue;
      this.found.partsLeftOut -= leftOut;
      this.found.erased.push({ entry: `entry ${each.n} of ${place}`, saidBy: `entry ${by.n}`, order, authority });
    }
  }

  header(header, room, n, place) {
    if (header.n !== n || header.room !== fieldOf(room, "id", "string") || header.matter !== this.found.matter) {
      throw new Changed(`entry ${n} of ${place} says that it is another one`);
    }
    const opening = header.opening;
    const said = opening !== null && typeof opening === "object" ? [opening.type, opening.matter, opening.kind, opening.number] : [];
    const must = [this.found.kind, this.found.matter, room.kind, room.number];
    if (n === 1 && !must.every((each, at) => each === said[at])) throw new Changed(`${place} was opened as another room`);
  }

  async others(numbers) {
    const empty = fieldOf(this.given, "unopened", "list");
    if (!this.secrets.length) {
      if (empty.length) throw new Unusable("the bundle speaks of empty rooms without the matter’s secrets");
      return;
    }
    const shown = new Set();
    for (const room of empty) {
      const number = fieldOf(room, "number", "number");
      if (numbers.has(number) || !number) throw new Unusable(`room ${number} is in the bundle, and said to be empty`);
      const ends = this.ends(room, this.secrets);
      for (const [at, secret] of this.secrets.entries()) {
        await this.absent(await labelOf(await roomSecret(secret, number), 1), ends[at], `room ${number} is said to be empty, and is not`);
      }
      numbers.add(number);
      shown.add(number);
    }
    const added = Math.max(FIRST_ADDED - 1, ...[...numbers].filter((number) => number >= FIRST_ADDED));
    if (!shown.has(added)) throw new Unusable("the bundle does not show that there is no further room");
    this.found.withheld = [];
    for (let number = 1; number < added; number += 1) if (!numbers.has(number)) this.found.withheld.push(number);
  }
}

async function checkBundle(text, trust) {
  let given = null;
  try {
    given = JSON.parse(text);
  } catch (_) {
    given = null;
  }
  if (given === null || typeof given !== "object" || given.format !== "holdfast/bundle/v1") {
    throw new Unusable("this is no bundle: its format must be holdfast/bundle/v1");
  }
  const head = await trusted(trust, fieldOf(given, "checkpoint", "string"));
  return new BundleCheck(given, head).check();
}

// Reads our heads and proofs with @sigstore/verify, which knows nothing of Holdfast: node sigstore.cjs MATERIAL MODULES
"use strict";
const { createPublicKey } = require("node:crypto");
const { readFileSync } = require("node:fs");
const path = require("node:path");

const [material, modules] = process.argv.slice(2);
const tlog = path.join(modules, "@sigstore", "verify", "dist", "tlog");
const { verifyCheckpoint } = require(path.join(tlog, "checkpoint.js"));
const { verifyMerkleInclusion } = require(path.join(tlog, "merkle.js"));
const given = JSON.parse(readFileSync(material, "utf8"));
const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(given.key, "base64")]);
const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
const id = Buffer.from(given.vkey.split("+")[1], "hex");
const logs = [{ logID: id, baseURL: given.vkey.split("+")[0], publicKey }];

const refused = (check) => {
  try {
    check();
  } catch (_) {
    return true;
  }
  return false;
};
const must = (holds, what) => {
  if (!holds) throw new Error(what);
};

const heads = {};
for (const [size, envelope] of Object.entries(given.heads)) {
  heads[size] = verifyCheckpoint({ inclusionProof: { checkpoint: { envelope } } }, logs);
  must(String(heads[size].logSize) === size && heads[size].logHash.toString("base64") === given.roots[size], `head of ${size}`);
  const other = envelope.replace(`\n${size}\n`, `\n${size}0\n`);
  must(refused(() => verifyCheckpoint({ inclusionProof: { checkpoint: { envelope: other } } }, logs)), `head of another size than ${size}`);
}
for (const { size, index, data, proof } of given.inclusions) {
  const entry = (body) => ({ canonicalizedBody: body, inclusionProof: { logIndex: String(index), hashes: proof.map((each) => Buffer.from(each, "base64")) } });
  const leaf = Buffer.from(data, "base64");
  verifyMerkleInclusion(entry(leaf), heads[size]);
  must(refused(() => verifyMerkleInclusion(entry(Buffer.concat([leaf, leaf])), heads[size])), "another leaf");
}
console.log(`@sigstore/verify: ${Object.keys(heads).length} heads, ${given.inclusions.length} inclusions taken; each one spoiled refused`);

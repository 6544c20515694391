"use strict";
// SHA-256, SHA-512, HMAC and Ed25519: by the browser where it offers them, and otherwise by what stands here.

const bytesOf = (text) => new TextEncoder().encode(text);

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

/** A number (BigInt) as so many bytes, the highest first. */
function bigEndian(value, length) {
  const bytes = new Uint8Array(length);
  for (let at = length - 1; at >= 0; at -= 1) {
    bytes[at] = Number(value & 255n);
    value >>= 8n;
  }
  return bytes;
}

// Constants of SHA-2 are the first bits of square and cube roots of primes: worked out here, so that none can be mistyped.
const PRIMES = (() => {
  const found = [];
  for (let n = 2; found.length < 80; n += 1) if (found.every((p) => n % p)) found.push(n);
  return found.map(BigInt);
})();

function root(value, power) {
  let low = 0n;
  let high = 1n << 90n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= value) low = middle;
    else high = middle;
  }
  return low;
}

const fraction = (prime, power, bits) => root(prime << (power * bits), power) & ((1n << bits) - 1n);

const K256 = PRIMES.slice(0, 64).map((p) => Number(fraction(p, 3n, 32n)));
const H256 = PRIMES.slice(0, 8).map((p) => Number(fraction(p, 2n, 32n)));
const K512 = PRIMES.map((p) => fraction(p, 3n, 64n));
const H512 = PRIMES.slice(0, 8).map((p) => fraction(p, 2n, 64n));

/** A message with its length after it, in whole blocks. */
function padded(data, block, lengthSize) {
  const size = Math.ceil((data.length + 1 + lengthSize) / block) * block;
  const whole = new Uint8Array(size);
  whole.set(data);
  whole[data.length] = 0x80;
  whole.set(bigEndian(BigInt(data.length) * 8n, 8), size - 8);
  return new DataView(whole.buffer);
}

function ownSha256(data) {
  const view = padded(data, 64, 8);
  const state = H256.slice();
  const w = new Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let start = 0; start < view.byteLength; start += 64) {
    for (let t = 0; t < 16; t += 1) w[t] = view.getUint32(start + 4 * t);
    for (let t = 16; t < 64; t += 1) {
      const a = w[t - 15];
      const b = w[t - 2];
      w[t] = (w[t - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[t - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K256[t] + w[t]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, at) => { state[at] = (state[at] + value) | 0; });
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((value, at) => out.setUint32(4 * at, value));
  return new Uint8Array(out.buffer);
}

function ownSha512(data) {
  const view = padded(data, 128, 16);
  const state = H512.slice();
  const mask = (1n << 64n) - 1n;
  const turn = (x, n) => ((x >> n) | (x << (64n - n))) & mask;
  const w = new Array(80);
  for (let start = 0; start < view.byteLength; start += 128) {
    for (let t = 0; t < 16; t += 1) w[t] = view.getBigUint64(start + 8 * t);
    for (let t = 16; t < 80; t += 1) {
      const a = w[t - 15];
      const b = w[t - 2];
      w[t] = (w[t - 16] + (turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n)) + w[t - 7] + (turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n))) & mask;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 80; t += 1) {
      const one = (h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & mask & g)) + K512[t] + w[t]) & mask;
      const two = ((turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c))) & mask;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & mask, c, b, a, (one + two) & mask];
    }
    [a, b, c, d, e, f, g, h].forEach((value, at) => { state[at] = (state[at] + value) & mask; });
  }
  return joined(...state.map((value) => bigEndian(value, 8)));
}

const browsers = () => (typeof crypto === "object" && crypto.subtle ? crypto.subtle : null);

async function sha256(data) {
  const subtle = browsers();
  return subtle ? new Uint8Array(await subtle.digest("SHA-256", data)) : ownSha256(data);
}

/** HMAC-SHA256 under a key of at most 64 bytes. */
async function hmac(key, data) {
  const block = new Uint8Array(64);
  block.set(key);
  const inner = await sha256(joined(block.map((byte) => byte ^ 0x36), data));
  return sha256(joined(block.map((byte) => byte ^ 0x5c), inner));
}

// Ed25519 (RFC 8032), verification alone: nothing here is secret, so nothing need take the same time.
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (x, m = P) => ((x % m) + m) % m;

function power(base, exponent) {
  let result = 1n;
  for (base = mod(base); exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = mod(result * base);
    base = mod(base * base);
  }
  return result;
}

const inverse = (x) => power(x, P - 2n);
const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);
const littleEndian = (bytes) => BigInt(`0x${hexOf(Uint8Array.from(bytes).reverse())}`);

/** A point from its 32 bytes, in extended coordinates; null: they are those of none. */
function pointOf(bytes) {
  const whole = littleEndian(bytes);
  const y = whole & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) !== u) {
    x = mod(x * ROOT_OF_MINUS_ONE);
    if (mod(v * x * x) !== u) return null;
  }
  const odd = whole >> 255n;
  if (x === 0n && odd) return null;
  if ((x & 1n) !== odd) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function plus([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(point, scalar) {
  let result = [0n, 1n, 1n, 0n];
  for (; scalar > 0n; scalar >>= 1n) {
    if (scalar & 1n) result = plus(result, point);
    point = plus(point, point);
  }
  return result;
}

const BASE = pointOf(joined(bigEndian(0x58n, 1), new Uint8Array(31).fill(0x66)));

function ownVerify(publicKey, signature, message) {
  const a = pointOf(publicKey);
  const r = pointOf(signature.slice(0, 32));
  const s = littleEndian(signature.slice(32));
  if (a === null || r === null || s >= L) return false;
  const k = mod(littleEndian(ownSha512(joined(signature.slice(0, 32), publicKey, message))), L);
  const [x1, y1, z1] = times(BASE, s);
  const [x2, y2, z2] = plus(r, times(a, k));
  return mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;
}

/** Whether a signature (64 bytes) of a message is by this key (32 bytes). */
async function verified(publicKey, signature, message) {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const subtle = browsers();
  if (subtle) {
    let key = null;
    try {
      key = await subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
    } catch (_) {
      key = null; // a browser that does not know Ed25519, or bytes that are no key
    }
    if (key !== null) return subtle.verify({ name: "Ed25519" }, key, signature, message);
  }
  return ownVerify(publicKey, signature, message);
}

// onnx.mjs -- read, change and write an ONNX graph: as much as the tools beside it need, no more.
//
// Nodes and their attributes that nobody changes are written back as they were read.

// --- protocol buffers (wire types 0, 1, 2 and 5) ---

function varint(value) {
  const bytes = [];
  let v = BigInt.asUintN(64, BigInt(value));
  while (v >= 128n) {
    bytes.push(Number(v & 127n) | 128);
    v >>= 7n;
  }
  bytes.push(Number(v));
  return Buffer.from(bytes);
}

export const whole = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
export const bytes = (field, value) =>
  Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);
export const text = (field, value) => bytes(field, Buffer.from(value, 'utf8'));
export const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

function float(field, value) {
  const out = Buffer.alloc(4);
  out.writeFloatLE(value);
  return Buffer.concat([varint((field << 3) | 5), out]);
}

function readVarint(buffer, at) {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    if (at >= buffer.length) fail('it ends in the middle');
    const b = buffer[at++];
    value |= BigInt(b & 127) << shift;
    if (b < 128) return [BigInt.asIntN(64, value), at];
  }
  return fail('a number is too long');
}

// The fields of a message in order: number, wire type, value (a number, or the bytes).
function* fields(buffer) {
  for (let at = 0; at < buffer.length;) {
    let tag, value;
    [tag, at] = readVarint(buffer, at);
    const wire = Number(tag & 7n);
    if (wire === 0) {
      [value, at] = readVarint(buffer, at);
      value = Number(value);
    } else {
      let length = wire === 5 ? 4 : 8;
      if (wire === 2) [length, at] = readVarint(buffer, at).map(Number);
      else if (wire !== 5 && wire !== 1) fail(`wire type ${wire}`);
      if (at + length > buffer.length) fail('it ends in the middle');
      value = buffer.subarray(at, at + length);
      at += length;
    }
    yield [Number(tag >> 3n), wire, value];
  }
}

function* packed(buffer) {
  for (let at = 0, value; at < buffer.length;) {
    [value, at] = readVarint(buffer, at);
    yield Number(value);
  }
}

export function fail(words) {
  throw new Error(words);
}

// --- messages; the numbers are field numbers of onnx.proto3 ---

export const FLOAT = 1;
export const INT64 = 7;
export const IR_VERSION = 7;

function readTensor(buffer) {
  const t = { dims: [], type: 0, name: '', values: null, raw: buffer };
  let data = null;
  for (const [field, wire, value] of fields(buffer)) {
    if (field === 1) t.dims.push(...(wire === 2 ? packed(value) : [value]));
    else if (field === 2) t.type = value;
    else if (field === 8) t.name = value.toString();
    else if (field === 9 || (field === 4 && wire === 2)) data = value;
  }
  if (t.type === FLOAT && data) t.values = new Float32Array(new Uint8Array(data).buffer);
  return t;
}

function readAttribute(buffer) {
  const a = { name: '', float: null, ints: [], text: '', tensor: null, raw: buffer };
  for (const [field, wire, value] of fields(buffer)) {
    if (field === 1) a.name = value.toString();
    else if (field === 2) a.float = value.readFloatLE();
    else if (field === 3) a.ints.push(value);
    else if (field === 4) a.text = value.toString();
    else if (field === 5) a.tensor = readTensor(value);
    else if (field === 8) a.ints.push(...(wire === 2 ? packed(value) : [value]));
  }
  return a;
}

class Node {
  constructor(op, inputs, outputs, attributes) {
    Object.assign(this, { op, inputs, outputs, attributes });
  }

  static read(buffer) {
    const n = new Node('', [], [], []);
    for (const [field, , value] of fields(buffer)) {
      if (field === 1) n.inputs.push(value.toString());
      else if (field === 2) n.outputs.push(value.toString());
      else if (field === 4) n.op = value.toString();
      else if (field === 5) n.attributes.push(readAttribute(value));
      else if (field === 7 && value.length > 0) fail(`operation ${n.op} of ${value}`);
    }
    return n;
  }

  attribute(name) {
    return this.attributes.find((a) => a.name === name);
  }

  ints(name, absent) {
    return this.attribute(name)?.ints ?? absent;
  }

  float(name, absent) {
    return this.attribute(name)?.float ?? absent;
  }

  bytes() {
    return message(
      1,
      ...this.inputs.map((name) => text(1, name)),
      ...this.outputs.map((name) => text(2, name)),
      text(3, this.outputs[0]),
      text(4, this.op),
      ...this.attributes.map((a) => bytes(5, a.raw)),
    );
  }
}

function attribute(name, value) {
  if (Array.isArray(value))
    return Buffer.concat([text(1, name), ...value.map((v) => whole(8, v)), whole(20, 7)]);
  if (typeof value === 'string') return Buffer.concat([text(1, name), text(4, value), whole(20, 3)]);
  if (typeof value === 'number') return Buffer.concat([text(1, name), whole(3, value), whole(20, 2)]);
  return Buffer.concat([text(1, name), float(2, value.float), whole(20, 1)]);
}

// A new node. An attribute is a whole number, a list of them, a text, or {float}.
export function node(op, inputs, output, attributes = {}) {
  const made = Object.entries(attributes).map(([name, value]) => readAttribute(attribute(name, value)));
  return new Node(op, inputs, [output], made);
}

function tensor(name, type, dims, data) {
  const parts = [...dims.map((d) => whole(1, d)), whole(2, type), text(8, name), bytes(9, data)];
  return readTensor(Buffer.concat(parts));
}

export class Graph {
  constructor(model) {
    this.nodes = [];
    this.constants = new Map();
    this.ends = []; // inputs and outputs, as they were
    this.outputs = new Set();
    for (const [field, , value] of fields(model)) {
      if (field === 7) this.readGraph(value);
      else if (field === 8) this.readOpset(value);
    }
    if (!this.opset || this.nodes.length === 0) fail('it is not an ONNX model');
  }

  readOpset(buffer) {
    for (const [field, , value] of fields(buffer)) {
      if (field === 1 && value.length > 0) fail(`operations of ${value}`);
      if (field === 2) this.opset = value;
    }
  }

  readGraph(buffer) {
    for (const [field, , value] of fields(buffer)) {
      if (field === 1) {
        const n = Node.read(value);
        const made = n.op === 'Constant' && n.attribute('value')?.tensor;
        if (made) this.constants.set(n.outputs[0], made);
        else this.nodes.push(n);
      } else if (field === 5) {
        const t = readTensor(value);
        this.constants.set(t.name, t);
      } else if (field === 11 || field === 12) {
        this.ends.push(bytes(field, value));
        if (field === 12) this.outputs.add([...fields(value)].find(([f]) => f === 1)[2].toString());
      }
    }
  }

  constant(name) {
    return this.constants.get(name);
  }

  floats(name, dims, values) {
    const data = Buffer.alloc(values.length * 4);
    values.forEach((v, i) => data.writeFloatLE(v, i * 4));
    this.constants.set(name, tensor(name, FLOAT, dims, data));
    return name;
  }

  int64s(name, values) {
    const data = Buffer.alloc(values.length * 8);
    values.forEach((v, i) => data.writeBigInt64LE(BigInt(v), i * 8));
    this.constants.set(name, tensor(name, INT64, [values.length], data));
    return name;
  }

  // Limits are attributes of a Clip before operation set 11, and inputs since.
  clip(input, output, low, high) {
    if (this.opset < 11) return node('Clip', [input], output, { min: { float: low }, max: { float: high } });
    const limits = [low, high].map((v, i) => this.floats(`${output}/${['low', 'high'][i]}`, [], [v]));
    return node('Clip', [input, ...limits], output);
  }

  has(n) {
    return this.nodes.includes(n);
  }

  maker(name) {
    return this.nodes.find((n) => n.outputs.includes(name));
  }

  readers(name) {
    return this.nodes.filter((n) => n.inputs.includes(name));
  }

  isOutput(name) {
    return this.outputs.has(name);
  }

  remove(gone) {
    this.nodes = this.nodes.filter((n) => !gone.includes(n));
  }

  insertBefore(n, made) {
    this.nodes.splice(this.nodes.indexOf(n), 0, ...made);
  }

  insertAfter(n, made) {
    this.nodes.splice(this.nodes.indexOf(n) + 1, 0, ...made);
  }

  // Take n out; who read its result reads `name`.
  replace(n, name) {
    if (this.isOutput(n.outputs[0])) fail(`${n.outputs[0]} is an output`);
    for (const reader of this.readers(n.outputs[0]))
      reader.inputs = reader.inputs.map((i) => (i === n.outputs[0] ? name : i));
    this.remove([n]);
  }

  // The model. Constants that nobody reads any more are left out.
  bytes(producer) {
    const read = new Set(this.nodes.flatMap((n) => n.inputs));
    const tensors = [...this.constants].filter(([name]) => read.has(name)).map(([name, t]) => {
      const rest = [...fields(t.raw)].filter(([field]) => field !== 8).map(([field, wire, value]) =>
        wire === 0 ? whole(field, value) : wire === 2 ? bytes(field, value) : fail(`wire type ${wire} in a tensor`));
      return message(5, ...rest, text(8, name));
    });
    return Buffer.concat([
      whole(1, IR_VERSION),
      text(2, producer),
      message(7, ...this.nodes.map((n) => n.bytes()), text(2, 'graph'), ...tensors, ...this.ends),
      message(8, text(1, ''), whole(2, this.opset)),
    ]);
  }
}

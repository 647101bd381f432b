#!/usr/bin/env node
// tfjs-to-onnx.mjs MODEL.json OUT.onnx -- convert a TensorFlow.js graph model to ONNX.
//
// Set-up runs it on the face model, which is published for TensorFlow.js only. It knows the ten
// operations that such convolutional nets use and refuses every other. Equal input gives equal
// bytes (the order of nodes is the model's, nothing is dated), so the result has a SHA-256 that the
// gate checks like that of any other model.
//
// TensorFlow keeps channels last and ONNX's convolutions want them first: the input is transposed
// once, everything in between keeps channels first, and a Reshape gets its operand transposed back.
// Batch and size of the picture become free; a Reshape to a fixed [1, n, m] becomes [batch, rest, m]
// for that.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { FLOAT, INT64, IR_VERSION, bytes, fail, message, text, whole } from './onnx.mjs';

const OPSET = 13; // Pad and Reshape take their numbers as inputs; every runtime since 1.8 has it

// --- ONNX messages; the numbers are field numbers of onnx.proto3 ---

const ATTRIBUTE = {
  int: (name, v) => message(5, text(1, name), whole(3, v), whole(20, 2)),
  text: (name, v) => message(5, text(1, name), text(4, v), whole(20, 3)),
  ints: (name, v) => message(5, text(1, name), ...v.map((i) => whole(8, i)), whole(20, 7)),
};

function node(op, inputs, output, ...attributes) {
  return message(
    1,
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(3, output),
    text(4, op),
    ...attributes,
  );
}

function tensor(name, type, dims, data) {
  return message(5, ...dims.map((d) => whole(1, d)), whole(2, type), text(8, name), bytes(9, data));
}

function floats(name, dims, values) {
  const data = Buffer.alloc(values.length * 4);
  values.forEach((v, i) => data.writeFloatLE(v, i * 4));
  return tensor(name, FLOAT, dims, data);
}

function int64s(name, values) {
  const data = Buffer.alloc(values.length * 8);
  values.forEach((v, i) => data.writeBigInt64LE(BigInt(v), i * 8));
  return tensor(name, INT64, [values.length], data);
}

function valueInfo(field, name, dims) {
  const dim = (d) => message(1, typeof d === 'string' ? text(2, d) : whole(1, d));
  const shape = message(2, ...dims.map(dim));
  return message(field, text(1, name), message(2, message(1, whole(1, FLOAT), shape)));
}

// --- the TensorFlow.js side ---

function readWeights(model, folder) {
  const weights = new Map();
  for (const group of model.weightsManifest) {
    const data = Buffer.concat(group.paths.map((path) => readFileSync(join(folder, path))));
    let at = 0;
    for (const w of group.weights) {
      if (w.quantization) fail(`${w.name}: quantised weights are not handled`);
      const n = w.shape.reduce((a, b) => a * b, 1);
      if (at + n * 4 > data.length) fail(`${w.name}: the weights file ends too early`);
      const read = { float32: 'readFloatLE', int32: 'readInt32LE' }[w.dtype];
      if (!read) fail(`${w.name}: ${w.dtype} is not handled`);
      const values = Array.from({ length: n }, (_, i) => data[read](at + i * 4));
      weights.set(w.name, { shape: w.shape, values });
      at += n * 4;
    }
    if (at !== data.length) fail(`the weights file has ${data.length - at} bytes too many`);
  }
  return weights;
}

const word = (attr) => Buffer.from(attr.s, 'base64').toString('utf8');
const list = (attr) => attr.list.i.map(Number);
const clean = (name) => name.replace(/^\^/, '').replace(/:0$/, '');

// Height and width out of an NHWC list, after checking that the rest is 1.
function spatial(attr, what) {
  const [n, h, w, c] = list(attr);
  if (n !== 1 || c !== 1) fail(`${what}: strides over batch or channels are not handled`);
  return [h, w];
}

class Converter {
  constructor(model, folder) {
    this.model = model;
    this.weights = readWeights(model, folder);
    this.nodes = [];
    this.tensors = [];
    this.inputs = [];
    this.outputs = [];
  }

  add(op, inputs, output, ...attributes) {
    this.nodes.push(node(op, inputs, output, ...attributes));
  }

  // The model keeps its outputs as Identity nodes, named by its signature.
  convert() {
    for (const n of this.model.modelTopology.node) {
      const rule = RULES[n.op] ?? fail(`${n.name}: operation ${n.op} is not handled`);
      rule.call(this, n, (n.input ?? []).map(clean));
    }
    const graph = [...this.nodes, text(2, 'graph'), ...this.tensors, ...this.inputs, ...this.outputs];
    return Buffer.concat([
      whole(1, IR_VERSION),
      text(2, 'tfjs-to-onnx'),
      message(7, ...graph),
      message(8, text(1, ''), whole(2, OPSET)),
    ]);
  }

  weight(name) {
    return this.weights.get(name) ?? fail(`${name} is not a weight`);
  }

  // TensorFlow's filter [height, width, in, out] to ONNX's [out, in, height, width]; depthwise
  // [height, width, channels, 1] to [channels, 1, height, width].
  filter(name, depthwise) {
    const { shape, values } = this.weight(name);
    const [h, w, i, o] = shape;
    if (depthwise && o !== 1) fail(`${name}: a channel multiplier is not handled`);
    const dims = depthwise ? [i, 1, h, w] : [o, i, h, w];
    const turned = [];
    for (let a = 0; a < dims[0]; a++)
      for (let b = 0; b < dims[1]; b++)
        for (let y = 0; y < h; y++)
          for (let x = 0; x < w; x++) {
            const [inner, outer] = depthwise ? [a, 0] : [b, a];
            turned.push(values[((y * w + x) * i + inner) * o + outer]);
          }
    this.tensors.push(floats(`${name}/filter`, dims, turned));
    return { name: `${name}/filter`, dims };
  }

  bias(name) {
    const { shape, values } = this.weight(name);
    this.tensors.push(floats(`${name}/bias`, shape, values));
    return `${name}/bias`;
  }

  convolution(n, input, filterName, depthwise, rest, fused) {
    const { name, dims } = this.filter(filterName, depthwise);
    const pad = { SAME: 'SAME_UPPER', VALID: 'VALID' }[word(n.attr.padding)];
    const output = fused ? `${n.name}/linear` : n.name;
    this.add('Conv', [input, name, ...rest], output,
      ATTRIBUTE.text('auto_pad', pad ?? fail(`${n.name}: this padding is not handled`)),
      ATTRIBUTE.ints('dilations', spatial(n.attr.dilations, n.name)),
      ATTRIBUTE.int('group', depthwise ? dims[0] : 1),
      ATTRIBUTE.ints('kernel_shape', dims.slice(2)),
      ATTRIBUTE.ints('strides', spatial(n.attr.strides, n.name)));
    if (fused) this.add(fused, [output], n.name);
  }
}

const RULES = {
  Const() {}, // written where they are used
  Placeholder(n) {
    const channels = Number(n.attr.shape.shape.dim.at(-1).size);
    this.inputs.push(valueInfo(11, `${n.name}:0`, ['N', 'H', 'W', channels]));
    this.add('Transpose', [`${n.name}:0`], n.name, ATTRIBUTE.ints('perm', [0, 3, 1, 2]));
  },
  Identity(n, [input]) {
    this.add('Identity', [input], n.name);
    this.outputs.push(valueInfo(12, n.name, ['N', `${n.name}_count`, `${n.name}_values`]));
  },
  _FusedConv2D(n, [input, filter, bias]) {
    const [first, second, ...more] = n.attr.fused_ops.list.s.map((s) => word({ s }));
    if (first !== 'BiasAdd' || !['Relu', undefined].includes(second) || more.length)
      fail(`${n.name}: fused ${first}, ${second} are not handled`);
    this.convolution(n, input, filter, false, [this.bias(bias)], second);
  },
  DepthwiseConv2dNative(n, [input, filter]) {
    this.convolution(n, input, filter, true, []);
  },
  AddV2(n, [a, b]) {
    if (this.weights.has(a) || this.weights.has(b)) fail(`${n.name}: adding a weight is not handled`);
    this.add('Add', [a, b], n.name);
  },
  Relu(n, [input]) {
    this.add('Relu', [input], n.name);
  },
  MaxPool(n, [input]) {
    const pad = word(n.attr.padding) === 'SAME' ? 'SAME_UPPER' : 'VALID';
    this.add('MaxPool', [input], n.name,
      ATTRIBUTE.text('auto_pad', pad),
      ATTRIBUTE.ints('kernel_shape', spatial(n.attr.ksize, n.name)),
      ATTRIBUTE.ints('strides', spatial(n.attr.strides, n.name)));
  },
  Pad(n, [input, amounts]) {
    // [before, after] for each axis, channels last; ONNX wants all befores, then all afters.
    const { values } = this.weight(amounts);
    const pads = [0, 1].flatMap((end) => [0, 3, 1, 2].map((axis) => values[axis * 2 + end]));
    this.tensors.push(int64s(`${n.name}/pads`, pads));
    this.add('Pad', [input, `${n.name}/pads`], n.name, ATTRIBUTE.text('mode', 'constant'));
  },
  Reshape(n, [input, shape]) {
    const { values } = this.weight(shape);
    if (values.length !== 3 || values[0] !== 1) fail(`${n.name}: only [1, n, m] is handled`);
    this.tensors.push(int64s(`${n.name}/shape`, [0, -1, values[2]]));
    this.add('Transpose', [input], `${n.name}/last`, ATTRIBUTE.ints('perm', [0, 2, 3, 1]));
    this.add('Reshape', [`${n.name}/last`, `${n.name}/shape`], n.name);
  },
};

if (process.argv.length !== 4) {
  console.error('usage: tfjs-to-onnx.mjs MODEL.json OUT.onnx');
  process.exit(2);
}
try {
  const [, , from, to] = process.argv;
  const model = JSON.parse(readFileSync(from, 'utf8'));
  if (model.format !== 'graph-model') fail('it is not a TensorFlow.js graph model');
  writeFileSync(to, new Converter(model, dirname(from)).convert());
} catch (e) {
  console.error(`tfjs-to-onnx: ${process.argv[2]}: ${e.message}`);
  process.exit(1);
}

// fold-steps.mjs -- rules of onnx-fold.mjs for steps between convolutions.
//
//   constant steps   Conv, then x constants, + constants, BatchNormalization   -> Conv
//   hard swish       y min(max(y + 3, 0), 6) / 6, then x s, + t                -> y gate + t, the gate one
//                    convolution of a pixel; + t goes into a convolution that follows without margin
//   gate and sum     x + x g                                                   -> x (1 + g)
//   mean             of a convolution of single pixels          -> the convolution of the mean
import { FLOAT, fail, node } from './onnx.mjs';

// --- constants ---

const scalar = (t) => t && t.type === FLOAT && t.values.length === 1;

// One number a channel of n: a scalar, or [n, 1, 1] with or without the batch's 1 before it.
function perChannel(t, n) {
  if (!t || t.type !== FLOAT) return null;
  if (t.values.length === 1) return Array(n).fill(t.values[0]);
  const dims = t.dims.length === 4 && t.dims[0] === 1 ? t.dims.slice(1) : t.dims;
  return dims.length === 3 && dims[0] === n && dims[1] === 1 && dims[2] === 1 ? [...t.values] : null;
}

// The operand that is computed, and the constant one, of a node with one of each.
function operands(graph, n) {
  const [a, b] = n.inputs.map((name) => graph.constant(name));
  if (n.inputs.length !== 2 || !a === !b) return null;
  return a ? { name: n.inputs[1], constant: a } : { name: n.inputs[0], constant: b };
}

// --- convolutions ---

const isConv = (n) => n && (n.op === 'Conv' || n.op === 'ConvTranspose');

function convOutputs(graph, conv) {
  const w = graph.constant(conv.inputs[1]);
  return conv.op === 'Conv' ? w.dims[0] : w.dims[1];
}

export const POINTWISE = {
  group: 1, kernel_shape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1],
};

// A pixel at a time, without margin: what is added before it is the same everywhere after it.
export function isPointwise(graph, conv) {
  if (conv.op !== 'Conv' || conv.ints('group', [1])[0] !== 1) return false;
  const w = graph.constant(conv.inputs[1]);
  return w && w.dims[2] === 1 && w.dims[3] === 1 && conv.ints('pads', [0]).every((p) => p === 0);
}

// Replace the convolution's result by result * scale + shift, channel by channel.
function rescale(graph, conv, scale, shift) {
  const w = graph.constant(conv.inputs[1]);
  const outputs = convOutputs(graph, conv);
  if (conv.op === 'ConvTranspose' && conv.ints('group', [1])[0] !== 1) fail('a grouped ConvTranspose');
  const inner = w.dims[2] * w.dims[3];
  const channel = (i) =>
    conv.op === 'Conv' ? Math.floor(i / (w.values.length / outputs)) : Math.floor(i / inner) % outputs;
  const old = conv.inputs[2] ? graph.constant(conv.inputs[2]).values : Array(outputs).fill(0);
  const name = conv.outputs[0];
  conv.inputs = [
    conv.inputs[0],
    graph.floats(`${name}/w`, w.dims, Array.from(w.values, (v, i) => v * scale[channel(i)])),
    graph.floats(`${name}/b`, [outputs], Array.from(old, (v, k) => v * scale[k] + shift[k])),
  ];
}

// The one node that makes `name`, if it is a convolution whose result nobody else reads.
function ownConv(graph, name) {
  const conv = graph.maker(name);
  return isConv(conv) && graph.constant(conv.inputs[1]) && graph.readers(name).length === 1 ? conv : null;
}

// --- the rules: each returns whether it changed anything ---

export function foldConstantStep(graph, n) {
  let conv, scale, shift;
  if (n.op === 'BatchNormalization') {
    conv = ownConv(graph, n.inputs[0]);
    if (!conv) return false;
    const [gamma, beta, mean, variance] = n.inputs.slice(1).map((name) => graph.constant(name).values);
    scale = Array.from(gamma, (g, k) => g / Math.sqrt(variance[k] + n.float('epsilon', 1e-5)));
    shift = Array.from(beta, (b, k) => b - mean[k] * scale[k]);
  } else if (['Mul', 'Add', 'Div'].includes(n.op)) {
    const o = operands(graph, n);
    conv = o && (n.op !== 'Div' || o.name === n.inputs[0]) ? ownConv(graph, o.name) : null;
    const values = conv && perChannel(o.constant, convOutputs(graph, conv));
    if (!values) return false;
    scale = values.map((v) => ({ Mul: v, Add: 1, Div: 1 / v })[n.op]);
    shift = values.map((v) => (n.op === 'Add' ? v : 0));
  } else {
    return false;
  }
  rescale(graph, conv, scale, shift);
  graph.replace(n, conv.outputs[0]);
  return true;
}

export function dropTimesOne(graph, n) {
  const o = n.op === 'Mul' && operands(graph, n);
  if (!o || !scalar(o.constant) || o.constant.values[0] !== 1) return false;
  graph.replace(n, o.name);
  return true;
}

// Follow `name` to its only reader, if that is an `op` with a constant number.
function stepOf(graph, name, op) {
  const readers = graph.readers(name);
  if (readers.length !== 1 || readers[0].op !== op) return null;
  const o = operands(graph, readers[0]);
  return o && o.name === name && scalar(o.constant)
    ? { node: readers[0], name: readers[0].outputs[0], value: o.constant.values[0] }
    : null;
}

function clipLimits(graph, clip) {
  if (clip.inputs.length === 1) return [clip.float('min'), clip.float('max')];
  return clip.inputs.slice(1).map((name) => graph.constant(name)?.values[0]);
}

export function foldHardSwish(graph, n) {
  if (n.op !== 'Clip' || graph.readers(n.outputs[0]).length !== 1) return false;
  const [low, high] = clipLimits(graph, n);
  const plus = graph.maker(n.inputs[0]);
  const times = graph.readers(n.outputs[0])[0];
  if (low !== 0 || high !== 6 || plus?.op !== 'Add' || times.op !== 'Mul') return false;
  const o = operands(graph, plus);
  const conv = o && graph.maker(o.name);
  const other = times.inputs.find((name) => name !== n.outputs[0]);
  if (!scalar(o?.constant) || o.constant.values[0] !== 3 || !isConv(conv) || other !== o.name) return false;
  const sixth = stepOf(graph, times.outputs[0], 'Div');
  if (!sixth || sixth.value !== 6) return false;
  const scaled = stepOf(graph, sixth.name, 'Mul');
  const shifted = scaled && stepOf(graph, scaled.name, 'Add');
  const s = scaled ? scaled.value : 1;
  const last = shifted ?? scaled ?? sixth;

  // gate = clip(y s / 6 + s / 2, 0, s), y gate = s y clip(y + 3, 0, 6) / 6
  const channels = convOutputs(graph, conv);
  const name = last.name;
  const step = (input, output, weight, bias) =>
    node('Conv', [input, graph.floats(`${output}/w`, [channels, 1, 1, 1], Array(channels).fill(weight)),
      graph.floats(`${output}/b`, [channels], Array(channels).fill(bias))], output,
    { ...POINTWISE, group: channels });
  const made = [
    step(o.name, `${name}/ramp`, s / 6, s / 2),
    graph.clip(`${name}/ramp`, `${name}/gate`, Math.min(0, s), Math.max(0, s)),
    node('Mul', [o.name, `${name}/gate`], `${name}/gated`),
  ];
  const t = shifted ? shifted.value : 0;
  let others = graph.isOutput(name);
  for (const reader of graph.readers(name)) {
    if (t !== 0 && !isPointwise(graph, reader)) {
      others = true;
      continue;
    }
    if (t !== 0) addBefore(graph, reader, t);
    reader.inputs = reader.inputs.map((i) => (i === name ? `${name}/gated` : i));
  }
  if (others) made.push(step(`${name}/gated`, name, 1, t));
  graph.remove([plus, n, times, sixth.node, scaled?.node, shifted?.node]);
  graph.insertAfter(conv, made);
  return true;
}

// The pointwise convolution reads x + t: the same as reading x with another bias.
function addBefore(graph, conv, t) {
  const w = graph.constant(conv.inputs[1]);
  const [outputs, inputs] = w.dims;
  const sums = Array.from({ length: outputs }, (_, k) =>
    w.values.slice(k * inputs, (k + 1) * inputs).reduce((a, b) => a + b, 0));
  rescale(graph, conv, Array(outputs).fill(1), sums.map((v) => v * t));
}

export function foldGateAndSum(graph, n) {
  if (n.op !== 'Add') return false;
  for (const [x, product] of [n.inputs, [...n.inputs].reverse()]) {
    const times = graph.maker(product);
    if (times?.op !== 'Mul' || !times.inputs.includes(x) || graph.readers(product).length !== 1) continue;
    const g = times.inputs.find((name) => name !== x);
    if (graph.maker(g)?.op !== 'HardSigmoid') continue;
    const name = n.outputs[0];
    const one = graph.floats(`${name}/one`, [], [1]);
    graph.insertBefore(n, [node('Add', [g, one], `${name}/gate`)]);
    n.op = 'Mul';
    n.inputs = [x, `${name}/gate`];
    graph.remove([times]);
    return true;
  }
  return false;
}

export function takeMeanFirst(graph, n) {
  if (n.op !== 'GlobalAveragePool') return false;
  const conv = graph.maker(n.inputs[0]);
  if (!conv || !isPointwise(graph, conv)) return false;
  const name = n.outputs[0];
  n.inputs = [conv.inputs[0]];
  n.outputs = [`${name}/of`];
  graph.insertAfter(n, [node('Conv', [`${name}/of`, ...conv.inputs.slice(1)], name, POINTWISE)]);
  return true;
}

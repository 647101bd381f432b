// fold-enlarging.mjs -- rules of onnx-fold.mjs for what makes pictures of features larger: work at
// the smaller size wherever the result is the same.
//
//   ConvTranspose    2 x 2, stride 2   -> Conv to four times the channels, which are spread out over 2 x 2
//                    pixels at the very end
//   Conv 3 x 3       of a Concat or a sum                     -> the sum of convolutions
//                    of what was enlarged to twice its size   -> Conv 2 x 2 before enlarging
//                    of a Conv of single pixels times a gate  -> one Conv whose weights hold the gate
import { POINTWISE, isPointwise } from './fold-steps.mjs';
import { FLOAT, node } from './onnx.mjs';

// Channels of output (2 y + x) * outputs + k hold what belongs to pixel (y, x) of each 2 x 2: the order of
// DepthToSpace, whose blocks are the slowest index.
export function foldConvTranspose(graph, n) {
  if (n.op !== 'ConvTranspose' || n.ints('group', [1])[0] !== 1) return false;
  const w = graph.constant(n.inputs[1]);
  const [inputs, outputs, h, wide] = w.dims;
  if (h !== 2 || wide !== 2 || n.ints('strides').some((s) => s !== 2)) return false;
  if (n.ints('pads', [0]).some((p) => p !== 0)) return false;
  const old = n.inputs[2] ? graph.constant(n.inputs[2]).values : Array(outputs).fill(0);
  const name = n.outputs[0];
  const values = [], bias = [];
  for (let block = 0; block < 4; block++)
    for (let k = 0; k < outputs; k++) {
      bias.push(old[k]);
      for (let i = 0; i < inputs; i++) values.push(w.values[(i * outputs + k) * 4 + block]);
    }
  const conv = node('Conv', [n.inputs[0], graph.floats(`${name}/w`, [4 * outputs, inputs, 1, 1], values),
    graph.floats(`${name}/b`, [4 * outputs], bias)], `${name}/packed`, POINTWISE);
  graph.insertBefore(n, [conv, node('DepthToSpace', [`${name}/packed`], name, { blocksize: 2 })]);
  graph.remove([n]);
  return true;
}

// Work on the packed channels as long as pixels do not meet; each block gets its own copy of a pointwise
// convolution's weights, and zeros for the other blocks.
export function unpackLater(graph, n) {
  if (n.op !== 'DepthToSpace' || graph.readers(n.outputs[0]).length !== 1 || graph.isOutput(n.outputs[0])) return false;
  const next = graph.readers(n.outputs[0])[0];
  const name = next.outputs[0];
  if (isPointwise(graph, next)) {
    const w = graph.constant(next.inputs[1]);
    const [outputs, inputs] = w.dims;
    const values = Array(4 * outputs * 4 * inputs).fill(0);
    for (let block = 0; block < 4; block++)
      for (let k = 0; k < outputs; k++)
        for (let i = 0; i < inputs; i++)
          values[(block * outputs + k) * 4 * inputs + block * inputs + i] = w.values[k * inputs + i];
    const bias = graph.constant(next.inputs[2]).values;
    next.inputs = [n.inputs[0], graph.floats(`${name}/blocks/w`, [4 * outputs, 4 * inputs, 1, 1], values),
      graph.floats(`${name}/blocks/b`, [4 * outputs], [0, 1, 2, 3].flatMap(() => [...bias]))];
  } else if (['Relu', 'Sigmoid'].includes(next.op)) {
    next.inputs = [n.inputs[0]];
  } else {
    return false;
  }
  next.outputs = [`${name}/packed`];
  graph.insertAfter(next, [node('DepthToSpace', [`${name}/packed`], name, { blocksize: 2 })]);
  graph.remove([n]);
  return true;
}

// --- 3 x 3 with a margin of 1, of what is put together from smaller pictures ---

function isThreeByThree(graph, n) {
  const w = n?.op === 'Conv' && graph.constant(n.inputs[1]);
  return w && w.dims[2] === 3 && w.dims[3] === 3 && n.ints('group', [1])[0] === 1 &&
    n.ints('strides').every((s) => s === 1) && n.ints('pads', [0]).every((p) => p === 1);
}

const THREE_BY_THREE = { group: 1, kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] };
const REPEAT = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };

// The node that makes `name`, if it is an `op` that nobody else reads.
function own(graph, name, op) {
  const n = graph.maker(name);
  return n?.op === op && graph.readers(name).length === 1 ? n : null;
}

// The Resize that makes `name` and that nobody else reads, and how often it repeats each pixel.
function repeated(graph, name) {
  const n = own(graph, name, 'Resize');
  const scales = n?.inputs.length === 3 ? graph.constant(n.inputs[2]) : null;
  if (scales?.type !== FLOAT || Object.entries(REPEAT).some(([k, v]) => n.attribute(k)?.text !== v)) return null;
  const [batch, channels, y, x] = scales.values;
  return batch === 1 && channels === 1 && x === y && Number.isInteger(x) ? { node: n, times: x } : null;
}

function repeat(graph, input, output, times) {
  const roi = graph.floats(`${output}/roi`, [0], []);
  const scales = graph.floats(`${output}/scales`, [4], [1, 1, times, times]);
  return node('Resize', [input, roi, scales], output, REPEAT);
}

// Steps between convolutions keep their channels.
function channelsOf(graph, name) {
  const n = graph.maker(name);
  if (!n) return 0;
  return n.op === 'Conv' ? (graph.constant(n.inputs[1])?.dims[0] ?? 0) : channelsOf(graph, n.inputs[0]);
}

// The weights of the input channels from `from` until `until`.
function slice(w, from, until) {
  const [outputs, inputs, y, x] = w.dims;
  const values = Array.from({ length: outputs }, (_, k) =>
    [...w.values.slice((k * inputs + from) * y * x, (k * inputs + until) * y * x)]).flat();
  return { dims: [outputs, until - from, y, x], values };
}

// Conv(Concat(smaller ones repeated, large)) -> Conv(large) + Conv(repeated Concat(smaller ones)).
export function splitConvOfConcat(graph, n) {
  const concat = isThreeByThree(graph, n) && own(graph, n.inputs[0], 'Concat');
  if (!concat || concat.ints('axis')[0] !== 1) return false;
  const large = concat.inputs.at(-1);
  const small = concat.inputs.slice(0, -1).map((name) => repeated(graph, name));
  if (small.some((r) => !r || r.times % 2 !== 0)) return false;
  const w = graph.constant(n.inputs[1]);
  const split = w.dims[1] - channelsOf(graph, large);
  if (small.reduce((sum, r) => sum + channelsOf(graph, r.node.inputs[0]), 0) !== split) return false;

  const name = n.outputs[0];
  const made = [];
  const halves = small.map(({ node: { inputs: [input] }, times }, i) => {
    if (times === 2) return input;
    made.push(repeat(graph, input, `${name}/${i}`, times / 2));
    return `${name}/${i}`;
  });
  const weights = (from, until, to) => {
    const { dims, values } = slice(w, from, until);
    return graph.floats(`${to}/w`, dims, values);
  };
  made.push(
    node('Concat', halves, `${name}/small`, { axis: 1 }),
    repeat(graph, `${name}/small`, `${name}/repeated`, 2),
    node('Conv', [`${name}/repeated`, weights(0, split, `${name}/second`)], `${name}/second`, THREE_BY_THREE),
    node('Conv', [large, weights(split, w.dims[1], `${name}/first`), ...n.inputs.slice(2)], `${name}/first`, THREE_BY_THREE),
    node('Add', [`${name}/first`, `${name}/second`], name),
  );
  graph.insertBefore(n, made);
  graph.remove([n, concat, ...small.map((r) => r.node)]);
  return true;
}

// Conv(x + repeated y) -> Conv(x) + Conv(repeated y).
export function splitConvOfSum(graph, n) {
  const sum = isThreeByThree(graph, n) && own(graph, n.inputs[0], 'Add');
  if (!sum) return false;
  const y = sum.inputs.find((name) => repeated(graph, name)?.times === 2);
  const x = sum.inputs.find((name) => name !== y);
  if (!y || graph.constant(x)) return false;
  const name = n.outputs[0];
  graph.insertBefore(n, [
    node('Conv', [x, ...n.inputs.slice(1)], `${name}/first`, THREE_BY_THREE),
    node('Conv', [y, n.inputs[1]], `${name}/second`, THREE_BY_THREE),
    node('Add', [`${name}/first`, `${name}/second`], name),
  ]);
  graph.remove([n, sum]);
  return true;
}

// A window of 3 pixels over repeated pixels sees 2 of the small picture. Conv 2 x 2 with a margin of 1 gives
// one window for each corner between small pixels; its 2 x 2 results are the 4 pixels around that corner,
// and the outermost ring of them lies outside of the picture.
//   pixel before the corner:  w0 + w1 of the small pixel before, w2 of the one after
//   pixel after the corner:   w0 of the small pixel before, w1 + w2 of the one after
export function convolveBeforeEnlarging(graph, n) {
  const resize = isThreeByThree(graph, n) && repeated(graph, n.inputs[0]);
  if (resize?.times !== 2 || n.inputs.length !== 2) return false;
  const w = graph.constant(n.inputs[1]);
  const [outputs, inputs] = w.dims;
  const taps = [[[0, 1], [2]], [[0], [1, 2]]]; // [before or after the corner][small pixel]: of the 3
  const values = [];
  for (const down of taps)
    for (const across of taps)
      for (let k = 0; k < outputs; k++)
        for (let i = 0; i < inputs; i++)
          for (const ys of down)
            for (const xs of across)
              values.push(ys.flatMap((y) => xs.map((x) => w.values[((k * inputs + i) * 3 + y) * 3 + x]))
                .reduce((a, b) => a + b, 0));
  const name = n.outputs[0];
  const weights = graph.floats(`${name}/corners/w`, [4 * outputs, inputs, 2, 2], values);
  graph.insertBefore(n, [
    node('Conv', [resize.node.inputs[0], weights], `${name}/corners`,
      { group: 1, kernel_shape: [2, 2], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] }),
    node('DepthToSpace', [`${name}/corners`], `${name}/ringed`, { blocksize: 2 }),
    node('Slice', [`${name}/ringed`, graph.int64s(`${name}/from`, [1, 1]), graph.int64s(`${name}/until`, [-1, -1]),
      graph.int64s(`${name}/axes`, [2, 3])], name),
  ]);
  graph.remove([n, resize.node]);
  return true;
}

// Conv(Conv(x) gate), the inner one of single pixels, the gate one number a channel that is known only when the
// model runs: one convolution of x whose weights are computed then. For one picture at a time: with more, the
// first Reshape fails.
export function composeGatedConvs(graph, n) {
  const times = isThreeByThree(graph, n) && own(graph, n.inputs[0], 'Mul');
  const inner = times && own(graph, times.inputs[0], 'Conv');
  if (!inner || !isPointwise(graph, inner) || inner.inputs.length !== 2) return false;
  if (graph.maker(graph.maker(times.inputs[1])?.inputs[0])?.op !== 'HardSigmoid') return false;
  const w = graph.constant(n.inputs[1]);
  const [outputs, middle] = w.dims;
  const inputs = graph.constant(inner.inputs[1]).dims[1];
  const name = n.outputs[0];
  // Row (output, tap), column (middle channel).
  const rows = Array.from({ length: outputs * 9 }, (_, r) =>
    Array.from({ length: middle }, (_, m) => w.values[(Math.floor(r / 9) * middle + m) * 9 + (r % 9)])).flat();
  const columns = graph.floats(`${name}/inner`, [middle, inputs], [...graph.constant(inner.inputs[1]).values]);
  const weights = `${name}/w`;
  graph.insertBefore(n, [
    node('Reshape', [times.inputs[1], graph.int64s(`${name}/column`, [middle, 1])], `${weights}/gate`),
    node('Mul', [columns, `${weights}/gate`], `${weights}/gated`),
    node('MatMul', [graph.floats(`${weights}/rows`, [outputs * 9, middle], rows), `${weights}/gated`], `${weights}/flat`),
    node('Reshape', [`${weights}/flat`, graph.int64s(`${name}/taps`, [outputs, 3, 3, inputs])], `${weights}/last`),
    node('Transpose', [`${weights}/last`], weights, { perm: [0, 3, 1, 2] }),
  ]);
  n.inputs = [inner.inputs[0], weights, ...n.inputs.slice(2)];
  graph.remove([times, inner]);
  return true;
}

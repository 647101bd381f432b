#!/usr/bin/env node
// onnx-fold.mjs IN.onnx OUT.onnx -- the same function with fewer passes over memory.
//
// Set-up runs it on the text models. As published they scale, shift, gate and enlarge between their
// convolutions in steps of one number each, and those steps, not the convolutions, take two thirds
// of the time. Here such steps are folded into the weights around them, exactly (but for the
// rounding of 32-bit floats); what no rule knows stays as it is. Equal input gives equal bytes, so
// the result has a SHA-256 that the gate checks like that of any other model.
//
// A rule is a function of the graph and a node that changes one pattern around that node and returns
// whether it did: fold-steps.mjs, fold-enlarging.mjs.
import { readFileSync, writeFileSync } from 'node:fs';

import * as enlarging from './fold-enlarging.mjs';
import * as steps from './fold-steps.mjs';
import { Graph } from './onnx.mjs';

const RULES = [
  steps.foldConstantStep,
  steps.dropTimesOne,
  steps.foldHardSwish,
  steps.foldGateAndSum,
  steps.takeMeanFirst,
  enlarging.foldConvTranspose,
  enlarging.unpackLater,
  enlarging.splitConvOfConcat,
  enlarging.splitConvOfSum,
  enlarging.convolveBeforeEnlarging,
  enlarging.composeGatedConvs,
];

function fold(graph) {
  for (let changed = true; changed;) {
    changed = false;
    for (const rule of RULES)
      for (const n of [...graph.nodes]) if (graph.has(n) && rule(graph, n)) changed = true;
  }
}

if (process.argv.length !== 4) {
  console.error('usage: onnx-fold.mjs IN.onnx OUT.onnx');
  process.exit(2);
}
try {
  const graph = new Graph(readFileSync(process.argv[2]));
  fold(graph);
  writeFileSync(process.argv[3], graph.bytes('onnx-fold'));
} catch (e) {
  console.error(`onnx-fold: ${process.argv[2]}: ${e.message}`);
  process.exit(1);
}

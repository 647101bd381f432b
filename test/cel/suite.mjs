// Writes the public CEL conformance suite of npm @bufbuild/cel-spec as one JSON object a line, for
// cel_conformance: file, section, name, what the test says (expr, bindings, value or evalError...),
// the type that the reference checker deduced, and whether it needs protocol buffers.
//   node suite.mjs >suite.ndjson
import { tests } from '@bufbuild/cel-spec/testdata/conformance.js'

// Messages: made in the expression, bound, declared, wanted, or of an extension or an enum.
const MESSAGES = /cel\.expr\.conformance|objectValue|messageType|TestAllTypes|enumValue|"wrapper"|google\.protobuf\.\w+\{/

function line(file, section, test) {
    const { description, ...original } = test.original
    const text = JSON.stringify(original)
    const proto = MESSAGES.test(text) || (original.container ?? '').startsWith('google.protobuf')
    return JSON.stringify({ file, section, proto, type: test.type, ...original })
}

function walk(path, suite) {
    for (const test of suite.tests ?? []) console.log(line(path[0], path.slice(1).join('/'), test))
    for (const inner of suite.suites ?? []) walk([...path, inner.name], inner)
}

for (const file of tests.suites) walk([file.name], file)

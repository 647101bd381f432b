// Our CEL against npm @bufbuild/cel: N random well-typed expressions, the same answer or the same
// "error".
//   node differential.mjs ANSWERS [N [SEED]]
// ANSWERS is the program of answers.c. Prints each difference and a last line; exit status 1 if
// there is any.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { isCelError, isCelList, isCelMap, isCelType, isCelUint, celUint, celEnv, parse, plan } from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import { Generator } from './generate.mjs'

const [program, n = '2000', seed = '1'] = process.argv.slice(2)
const SHOWN = 20

const bindings = {
    i: 7n, u: celUint(5n), d: -2.5, s: 'na\u00efve text', b: true, y: Uint8Array.of(1, 255),
    li: [3n, -1n, 0n], ls: ['adult', '', 'h\u00e9llo w'],
    m: new Map([['k', 1n], ['adult', 9223372036854775807n]]), x: 2n,
}
const env = celEnv({ funcs: strings })

// ---- values as our cel_print writes them ----

function quoted(text) {
    return '"' + text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')
        .replace(/[\x00-\x1f\x7f]/g, (c) => '\\x' + c.charCodeAt(0).toString(16).padStart(2, '0')) + '"'
}

function quotedBytes(bytes) {
    const one = (c) => c === 34 || c === 92 ? '\\' + String.fromCharCode(c)
        : c === 10 ? '\\n'
        : c < 32 || c >= 127 ? '\\x' + c.toString(16).padStart(2, '0') : String.fromCharCode(c)
    return 'b"' + Array.from(bytes, one).join('') + '"'
}

function double(d) {
    const text = Object.is(d, -0) ? '-0' : String(d)
    return Number.isFinite(d) && !/[.e]/.test(text) ? text + '.0' : text
}

function show(v) {
    if (v === null) return 'null'
    if (typeof v === 'boolean' || typeof v === 'bigint') return String(v)
    if (typeof v === 'number') return double(v)
    if (typeof v === 'string') return quoted(v)
    if (v instanceof Uint8Array) return quotedBytes(v)
    if (isCelUint(v)) return `${v.value}u`
    if (isCelType(v)) return v.name
    if (isCelList(v)) return `[${Array.from(v, show).join(', ')}]`
    if (isCelMap(v)) {
        // The generator makes maps of strings only; ours are in the order of their UTF-8 bytes.
        const entries = Array.from(v).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        return `{${entries.map(([k, x]) => `${show(k)}: ${show(x)}`).join(', ')}}`
    }
    throw new Error(`no way to show ${v}`)
}

function theirs(source) {
    let result
    try {
        result = plan(env, parse(source))(bindings)
    } catch {
        return 'error'
    }
    return isCelError(result) ? 'error' : show(result)
}

// ---- the comparison ----

const generator = new Generator(Number(seed))
const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
const ended = new Promise((resolve) => child.on('close', resolve))
let differences = 0, errors = 0
for (let done = 0; done < Number(n);) {
    const batch = Array.from({ length: Math.min(100, Number(n) - done) }, () => generator.expression())
    child.stdin.write(batch.join('\n') + '\n')
    for (const source of batch) {
        const { value: ours } = await answers.next()
        const other = theirs(source)
        done++
        errors += other === 'error'
        if (ours === other) continue
        if (++differences <= SHOWN) console.log(`${source}\n  ours   ${ours}\n  theirs ${other}`)
    }
}
child.stdin.end()
await ended
console.log(`${n} expressions from seed ${seed}, ${errors} of them errors on the other side: ${differences} differ`)
process.exitCode = differences ? 1 : 0

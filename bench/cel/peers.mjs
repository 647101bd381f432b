// The rule of bench_cel.c by other implementations: a line "NAME VERSION NANOSECONDS" each, the
// median of rounds after warming up. What cannot run here is said on standard error. The packages are
// those of test/cel.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const ROUNDS = 101, TIMES = 500, WARM = 20000
const RULE = "people.exists(p, p.minor) && items.exists(i, 'adult' in i.themes)"
const tests = createRequire(new URL('../../test/cel/package.json', import.meta.url))

// As facts() in bench_cel.c: the last person is a minor, no item is adult.
const facts = {
    people: Array.from({ length: 5 }, (_, i) => ({ id: `t${i}`, minor: i === 4 })),
    items: Array.from({ length: 30 }, (_, i) => ({ id: `i${i}`, themes: ['alcohol', 'plush', 'knife'] })),
}

const peers = {
    '@marcbachmann/cel-js': ({ parse }) => {
        const rule = parse(RULE)
        return () => rule(facts)
    },
    '@bufbuild/cel': ({ celEnv, parse, plan }) => {
        const rule = plan(celEnv(), parse(RULE))
        return () => rule(facts)
    },
}

function median(evaluate) {
    for (let i = 0; i < WARM; i++) evaluate()
    const rounds = Array.from({ length: ROUNDS }, () => {
        const start = process.hrtime.bigint()
        for (let i = 0; i < TIMES; i++) evaluate()
        return Number(process.hrtime.bigint() - start) / TIMES
    })
    return rounds.sort((a, b) => a - b)[ROUNDS >> 1]
}

for (const [name, prepare] of Object.entries(peers)) {
    try {
        const evaluate = prepare(await import(pathToFileURL(tests.resolve(name))))
        if (evaluate() !== false) throw new Error(`it answers ${evaluate()}, not false`)
        const { version } = JSON.parse(readFileSync(new URL(`../../test/cel/node_modules/${name}/package.json`, import.meta.url)))
        console.log(`${name} ${version} ${median(evaluate)}`)
    } catch (error) {
        console.error(`  ${name} cannot run here (node ${process.version}): ${error.message.split('\n')[0]}`)
    }
}

// Random well-typed expressions over the variables that answers.c binds. Well-typed: each choice
// below makes an expression of the type asked for, so that both sides take it; it may still fail
// when evaluated (overflow, missing keys, indexes outside), and then both must.
//
// Left out is where @bufbuild/cel 0.6.1 errs or has nothing: double(), int() and uint() of strings
// that are no numbers (it answers NaN and 0), the smallest int modulo -1 (0), the smallest int negated
// twice (itself), the largest uint divided by 1 (an error), string() of -0.0 ("0"), cel.bind, indexes
// in strings beyond the Basic Multilingual Plane. So is what the language leaves open, the order of a
// map, and what only a checker refuses: a bare [] or {}, whose type is taken from its first use.

export function random(seed) { // mulberry32
    let a = seed >>> 0
    return () => {
        a = (a + 0x6d2b79f5) >>> 0
        let t = Math.imul(a ^ (a >>> 15), a | 1)
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296
    }
}

const NUMBERS = ['int', 'uint', 'double']
const ORDERED = [...NUMBERS, 'string', 'bytes', 'bool', 'duration', 'timestamp']
const SIMPLE = [...NUMBERS, 'string', 'bytes', 'bool']
const LISTS = ['list int', 'list string', 'list bool', 'list double']

const LITERALS = {
    bool: ['true', 'false', 'b'],
    int: ['0', '1', '-1', '2', '7', '60', '9223372036854775807', '-9223372036854775808', 'i', '0x1F'],
    uint: ['0u', '1u', '3u', '18446744073709551615u', 'u'],
    double: ['0.0', '-0.0', '1.5', '-2.25', '3.0', '1e300', '9007199254740993.0', 'd', '0.1'],
    string: ['""', '"a"', '"adult"', "'h\u00e9'", 's', '"12"', '"-7"', '"1.5"', '"true"', "r'\\d+'", '"k"', '"\\n"'],
    bytes: ["b''", "b'a'", "b'\\xff\\x00'", 'y', "b'h\u00e9'"],
    'list int': ['li.filter(e, false)', '[1, 2, 3]', 'li', '[0]'],
    'list string': ['ls.filter(e, false)', "['a', 'adult']", 'ls', "['']"],
    'list bool': ['[true, false]', '[b].filter(e, !e)'],
    'list double': ['[1.5, 2.0]', '[d].filter(e, false)', '[d]'],
    map: ['m', "{'': 0}", "{'a': 1, 'k': -1}"],
    duration: ["duration('1h')", "duration('-1.5s')", "duration('0s')", "duration('90m')"],
    timestamp: ["timestamp('2022-11-16T09:30:00Z')", 'timestamp(0)', "timestamp('2024-02-29T23:59:59.5Z')"],
}

export class Generator {
    constructor(seed) {
        this.random = random(seed)
        this.scope = [] // {name, type} of comprehension variables
        this.names = 0
    }
    below(n) { return Math.floor(this.random() * n) }
    pick(list) { return list[this.below(list.length)] }

    expression() {
        this.scope = []
        this.names = 0
        return this.of(this.pick([...SIMPLE, 'bool', 'bool', 'bool', ...LISTS, 'map']), 1 + this.below(4))
    }

    leaf(type) {
        const near = this.scope.filter((v) => v.type === type)
        if (near.length && this.random() < 0.6) return this.pick(near).name
        return this.pick(LITERALS[type])
    }

    // A body with a variable of this type in scope.
    within(types, make) {
        const vars = types.map((type) => ({ name: `v${this.names++}`, type }))
        this.scope.push(...vars)
        const text = make(vars.map((v) => v.name))
        this.scope.length -= vars.length
        return text
    }

    // The order of a map's entries must not matter.
    range(depth, ordered) {
        const range = this.pick(ordered ? LISTS : [...LISTS, 'map'])
        return { text: this.of(range, depth), element: range === 'map' ? 'string' : range.slice(5) }
    }

    fold(name, depth, body) {
        const { text, element } = this.range(depth, name === 'map')
        return this.within([element], ([v]) => `${text}.${name}(${v}, ${this.of(body, depth)})`)
    }

    of(type, depth) {
        if (depth <= 0 || this.random() < 0.08) return this.leaf(type)
        const d = depth - 1
        const of = (t) => this.of(t, d)
        const choices = this.choices(type, d, of)
        if (this.random() < 0.1) return `(${of('bool')} ? ${of(type)} : ${of(type)})`
        return this.pick(choices)()
    }

    negative(text) { return text.startsWith('-') ? text : `-(${text})` }

    choices(type, d, of) {
        const binary = (op, t = type) => () => `(${of(t)} ${op} ${of(t)})`
        const arithmetic = ['+', '-', '*', '/'].map((op) => binary(op))
        const part = (name) => () => `${of('timestamp')}.${name}()`
        const element = type.startsWith('list ') ? type.slice(5) : null
        switch (type) {
        case 'bool': return [
            () => { const t = this.pick(ORDERED); return `(${of(t)} ${this.pick(['<', '<=', '>', '>='])} ${of(t)})` },
            () => { const t = this.pick([...ORDERED, ...LISTS, 'map']); return `(${of(t)} ${this.pick(['==', '!='])} ${of(t)})` },
            () => `(${of(this.pick(NUMBERS))} ${this.pick(['<', '<=', '>', '>='])} ${of(this.pick(NUMBERS))})`,
            () => `(dyn(${of(this.pick(SIMPLE))}) ${this.pick(['==', '!='])} dyn(${of(this.pick(SIMPLE))}))`,
            binary('&&'), binary('||'), binary('&&'), binary('||'),
            () => `!${of('bool')}`,
            () => { const t = this.pick(['int', 'string', 'double']); return `(${of(t)} in ${of('list ' + t)})` },
            () => `(${of('string')} in ${of('map')})`,
            () => `${of('string')}.${this.pick(['contains', 'startsWith', 'endsWith'])}(${of('string')})`,
            () => `${of('string')}.matches(${this.pick(["'a.*t'", "'^[a-z]+$'", "'\\\\d'", "''", "'(a|b)?c'"])})`,
            () => this.fold(this.pick(['all', 'exists', 'exists_one']), d, 'bool'),
            () => `has(m.${this.pick(['k', 'zz', 'adult'])})`,
            () => `bool(${of('string')})`,
            () => `(type(${of(this.pick(SIMPLE))}) == type(${of(this.pick(SIMPLE))}))`,
        ]
        case 'int': return [
            ...arithmetic, ...arithmetic,
            () => `(${of('int')} % ${this.pick(['0', '1', '2', '7', 'i'])})`,
            () => this.negative(of('int')),
            () => `size(${of(this.pick(['string', 'bytes', 'map', ...LISTS]))})`,
            () => `int(${of(this.pick([...NUMBERS, 'timestamp']))})`,
            () => `int(${this.pick(["'12'", "'-7'", "'a'", 's', "'1.5'", "'9223372036854775808'", "'-9223372036854775808'"])})`,
            () => `${of('list int')}[${of('int')}]`,
            () => `${of('map')}[${of('string')}]`,
            () => `m.${this.pick(['k', 'adult', 'nothing'])}`,
            () => `(x + ${this.leaf('int')})`,
            part('getFullYear'), part('getMonth'), part('getDayOfYear'), part('getDayOfMonth'), part('getDate'),
            part('getDayOfWeek'), part('getHours'), part('getMinutes'), part('getSeconds'), part('getMilliseconds'),
            () => `${of('duration')}.${this.pick(['getHours', 'getMinutes', 'getSeconds'])}()`,
            () => `${of('string')}.${this.pick(['indexOf', 'lastIndexOf'])}(${of('string')})`,
        ]
        case 'uint': return [...arithmetic.slice(0, 3), binary('%'),
            () => `(${of('uint')} / ${this.pick(['0u', '3u', 'u', '18446744073709551615u'])})`,
            () => `uint(${of(this.pick(NUMBERS))})`,
            () => `uint(${this.pick(["'0'", "'12'", "'18446744073709551615'", "'18446744073709551616'", "'-1'"])})`]
        case 'double': return [
            ...arithmetic, () => this.negative(of('double')),
            () => `double(${of(this.pick(NUMBERS))})`,
            () => `double(${this.pick(["'1.5'", "'-7'", "'1e3'", "'0.1'", "'12345678901234567890'"])})`,
            () => `${of('list double')}[${of('int')}]`,
        ]
        case 'string': return [
            binary('+'), binary('+'),
            () => `string(${of(this.pick(SIMPLE.filter((t) => t !== 'double')))})`,
            () => `string(${this.pick(['1.5', '1e300', '0.1', '3.0', 'd', '1.0 / 3.0', '5e-324', '123456789.125'])})`,
            () => `${of('list string')}[${of('int')}]`,
            () => `${of('string')}.${this.pick(['lowerAscii', 'upperAscii', 'trim'])}()`,
            () => `${of('string')}.charAt(${of('int')})`,
            () => `${of('string')}.substring(${of('int')}${this.random() < 0.5 ? `, ${of('int')}` : ''})`,
            () => `${of('string')}.replace(${this.pick(["'a'", "'ad'", "'te'"])}, ${of('string')})`,
            () => `${of('list string')}.join(${this.random() < 0.5 ? of('string') : ''})`,
        ]
        case 'bytes': return [binary('+'), () => `bytes(${of('string')})`]
        case 'duration': return [
            binary('+'), binary('-'), () => `(${of('timestamp')} - ${of('timestamp')})`,
        ]
        case 'timestamp': return [
            () => `(${of('timestamp')} + ${of('duration')})`, () => `(${of('timestamp')} - ${of('duration')})`,
        ]
        case 'map': return [
            () => `{${of('string')}: ${of('int')}, ${of('string')}: ${of('int')}}`,
            () => `{${of('string')}: ${of('int')}}`,
        ]
        default: return [
            binary('+'),
            () => `[${of(element)}, ${of(element)}]`,
            () => `[${of(element)}]`,
            () => this.fold('map', d, element),
            () => { const t = of(type); return this.within([element], ([v]) => `${t}.filter(${v}, ${this.of('bool', d)})`) },
            ...(element === 'string' ? [() => `${of('string')}.split(${this.pick(["' '", "'a'", "','"])})`] : []),
        ]
        }
    }
}

import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from 'oxc-parser'

interface Node {
  type: string
  [field: string]: unknown
}

export interface SourceStrings {
  /** Every string literal. */
  literals: Set<string>
  /** How each template literal with a hole begins, where that much is fixed. */
  prefixes: string[]
  /** First arguments of t, tMaybe and plural that are plain strings. */
  calls: string[]
  /** Text a reader would see that is written in the source: JSX text and the attributes that are shown or read out. */
  shown: { file: string; text: string }[]
}

const CALLS = new Set(['t', 'tMaybe', 'plural'])
const SPOKEN = new Set(['aria-label', 'aria-description', 'title', 'alt', 'label'])
/** Signs and spaces that are the same in every language. */
const NEUTRAL = /^[\s·,:/]*$/

export function stringsIn(folders: readonly string[]): SourceStrings {
  const found: SourceStrings = { literals: new Set(), prefixes: [], calls: [], shown: [] }
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const file = `${folder}/${name}`
      const ours = /\.tsx?$/.test(name) && !/\.test(-kit)?\.tsx?$/.test(name)
      if (ours) collect(file, readFileSync(file, 'utf8'), found)
    }
  }
  return found
}

export function collect(file: string, source: string, found: SourceStrings): void {
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  walk(program, (node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') found.literals.add(node.value)
    if (node.type === 'TemplateLiteral') prefixOf(node, found)
    if (node.type === 'CallExpression') callOf(node, found)
    if (node.type === 'JSXText') show(file, node.value, found)
    if (node.type === 'JSXAttribute') attributeOf(file, node, found)
  })
}

function prefixOf(node: Node, found: SourceStrings): void {
  const [first] = node.quasis as { value: { cooked: string } }[]
  if (first && /^[a-z]\w*_$/.test(first.value.cooked)) found.prefixes.push(first.value.cooked)
}

function callOf(node: Node, found: SourceStrings): void {
  const [first] = node.arguments as Node[]
  const callee = node.callee as Node
  if (!CALLS.has(String(callee.name)) || first?.type !== 'Literal') return
  found.calls.push(String(first.value))
}

function attributeOf(file: string, node: Node, found: SourceStrings): void {
  const value = node.value as Node | null
  const { name } = node.name as { name: unknown }
  if (SPOKEN.has(String(name)) && value?.type === 'Literal') show(file, value.value, found)
}

function show(file: string, text: unknown, found: SourceStrings): void {
  if (typeof text === 'string' && !NEUTRAL.test(text)) found.shown.push({ file, text: text.trim() })
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit)
  else if (isNode(value)) {
    visit(value)
    for (const child of Object.values(value)) walk(child, visit)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

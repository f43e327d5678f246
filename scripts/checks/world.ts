import { parseSync } from 'oxc-parser'
import { isTest, type Tree } from './tree.ts'

/** Names of the world around the code. core/ takes what it needs of it as arguments. */
const WORLD = new Set([
  ...['window', 'document', 'self', 'globalThis', 'global', 'navigator', 'location', 'chrome', 'browser'],
  ...[
    'fetch',
    'XMLHttpRequest',
    'WebSocket',
    'localStorage',
    'sessionStorage',
    'indexedDB',
    'caches',
    'Worker',
  ],
  ...['process', 'Buffer', 'require', 'performance', 'crypto', 'console'],
  ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'setImmediate', 'queueMicrotask'],
])

/** Uses that are impure though the name is not. */
const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random'])

interface Node {
  type: string
  start: number
  [key: string]: unknown
}

/** Where core/ reads a clock, throws dice or touches the world: one line each. */
export function worldInCore(tree: Tree): string[] {
  const files = [...tree].filter(([path]) => path.startsWith('core/') && !isTest(path))
  return files.flatMap(([path, source]) => {
    const program = parseSync(path, source).program as unknown as Node
    const declared = declaredNames(program)
    return usesOf(program, declared).map(
      ({ name, start }) => `${path}:${source.slice(0, start).split('\n').length} uses ${name}`,
    )
  })
}

interface Use {
  name: string
  start: number
}

function usesOf(node: Node, declared: ReadonlySet<string>): Use[] {
  const { type, start } = node
  const member = memberName(node)
  if (member && IMPURE_MEMBERS.has(member)) return [{ name: member, start }]
  if (type === 'NewExpression' && isIdentifier(node.callee, 'Date') && isEmpty(node.arguments))
    return [{ name: 'new Date()', start }]
  if (type === 'CallExpression' && isIdentifier(node.callee, 'Date')) return [{ name: 'Date()', start }]
  if (type === 'Identifier') {
    const name = String(node.name)
    return WORLD.has(name) && !declared.has(name) ? [{ name, start }] : []
  }
  return children(node).flatMap((child) => usesOf(child, declared))
}

/** All names the file binds itself, in any scope: a parameter called `location` is not the browser's. */
function declaredNames(node: Node, names = new Set<string>()): Set<string> {
  const patterns: unknown[] = []
  if (node.type === 'VariableDeclarator') patterns.push(node.id)
  if (Array.isArray(node.params)) patterns.push(...node.params)
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') patterns.push(node.id)
  if (node.type.startsWith('Import') && node.type.endsWith('Specifier')) patterns.push(node.local)
  if (node.type === 'CatchClause') patterns.push(node.param)
  for (const pattern of patterns) bindings(pattern, names)
  for (const child of children(node)) declaredNames(child, names)
  return names
}

function bindings(pattern: unknown, names: Set<string>): void {
  if (!isNode(pattern)) return
  if (pattern.type === 'Identifier') names.add(String(pattern.name))
  else if (pattern.type === 'AssignmentPattern') bindings(pattern.left, names)
  else if (pattern.type === 'Property') bindings(pattern.value, names)
  else for (const child of children(pattern)) bindings(child, names)
}

/** Child nodes that are code: types, plain property names and object keys are not uses of anything. */
function children(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'property' && node.type === 'MemberExpression' && !node.computed) return []
    if (key === 'key' && !node.computed) return []
    if (key === 'label') return []
    return (Array.isArray(value) ? value : [value]).filter((child) => isNode(child) && isCode(child))
  })
}

/** TypeScript's own nodes are erased, save those that wrap an expression. */
const isCode = (node: Node): boolean =>
  !node.type.startsWith('TS') ||
  ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion'].includes(node.type)

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

const isIdentifier = (value: unknown, name: string): boolean =>
  isNode(value) && value.type === 'Identifier' && value.name === name

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0

function memberName(node: Node): string | null {
  if (node.type !== 'MemberExpression' || node.computed) return null
  const { object, property } = node
  if (!isNode(object) || object.type !== 'Identifier' || !isNode(property)) return null
  return `${String(object.name)}.${String(property.name)}`
}

import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { schemaText } from './schema-text.ts'

/** Run by hand after a change of the format: `npx tsx e2e/lab/write-schema.ts`. A test compares the two. */
writeFileSync(fileURLToPath(new URL('../scenarios/scenario.schema.json', import.meta.url)), schemaText())

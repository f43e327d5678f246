import { toJsonSchema } from '@valibot/to-json-schema'
import { ScenarioSchema } from './scenario-schema.ts'

/** The scenario format as JSON Schema, for editors and for people outside this repository. */
export function schemaText(): string {
  return `${JSON.stringify(toJsonSchema(ScenarioSchema, { typeMode: 'input' }))}\n`
}

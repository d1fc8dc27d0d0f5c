import { meetPerson } from './commands/meet-person.ts'
import { renamePerson } from './commands/rename-person.ts'
import { persons, personsNamed, phoneOf, phonesOf } from './queries/persons.ts'

export const commands = { meetPerson, renamePerson }
export const queries = { persons, personsNamed, phoneOf, phonesOf }

export type { Met } from './commands/meet-person.ts'
export type { Person } from './queries/persons.ts'

import { tablesOf } from '#platform/scope'

export interface PeopleTables {
  peoplePersons: {
    workspaceId: string
    personId: string
    name: string | null
    phoneHash: string | null
    phoneSealed: string | null
    metAt: Date
  }
}

export const tables = tablesOf<PeopleTables>()

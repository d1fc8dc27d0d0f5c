import { tablesOf } from '#platform/scope'

export interface WorkspaceTables {
  workspaceShops: {
    workspaceId: string
    name: string
    slug: string
    country: 'ID' | 'MY'
    currency: 'IDR' | 'MYR' | 'USD' | 'SGD'
    zone: 'Asia/Jakarta' | 'Asia/Makassar' | 'Asia/Jayapura' | 'Asia/Kuala_Lumpur'
    aim: 'customers' | 'awareness' | 'leads' | 'community' | null
    whatsapp: string | null
    demo: boolean
    begunAt: Date
  }
  workspaceMembers: {
    workspaceId: string
    memberId: string
    loginId: string | null
    name: string
    role: 'owner' | 'staff'
    joinedAt: Date
  }
  workspaceWorths: {
    workspaceId: string
    memberId: string
    fromDay: string
    hourly: number
    said: unknown
  }
}

export const tables = tablesOf<WorkspaceTables>()

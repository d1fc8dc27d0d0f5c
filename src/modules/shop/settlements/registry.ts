import type { SettlementFormat } from './format.ts'
import { lazadaStatement } from './lazada-statement.ts'
import { shopeeIncomeId, shopeeIncomeMy } from './shopee-income.ts'
import { tiktokIncome } from './tiktok-income.ts'

/** Every settlement file that Kicau reads: a line a format. */
export const settlementFormats: readonly SettlementFormat[] = [shopeeIncomeId, shopeeIncomeMy, tiktokIncome, lazadaStatement]

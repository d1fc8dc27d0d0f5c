import type { Agenda } from '#contract/agenda.ts'
import { agenda as analytics } from '#modules/analytics'
import { agenda as coach } from '#modules/coach'
import { agenda as effort } from '#modules/effort'
import { agenda as experiments } from '#modules/experiments'
import { agenda as networks } from '#modules/networks'
import { agenda as publishing } from '#modules/publishing'
import { agenda as shop } from '#modules/shop'
import type { ReadScope } from '#platform/scope'

/** Who offers things for Today's list. docs/reference/agenda.md is printed from it. */
export const agendas: readonly Agenda<ReadScope>[] = [publishing, shop, networks, effort, experiments, analytics, coach]

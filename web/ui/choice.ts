import type { IconName } from './icons'

export interface ChoiceOption<V extends string = string> {
  value: V
  label: string
  hint?: string
  icon?: IconName
  disabled?: boolean
}

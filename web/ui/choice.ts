import type { IconName } from './icons'

export interface ChoiceOption {
  value: string
  label: string
  hint?: string
  icon?: IconName
  disabled?: boolean
}

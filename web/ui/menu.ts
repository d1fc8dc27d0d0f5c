import type { IconName } from './icons'

export interface MenuItem {
  label: string
  icon?: IconName
  onselect?: () => void
  href?: string
  danger?: boolean
  disabled?: boolean
}

/** Who is logged in. */
export interface Login {
  id: string
  name: string
  email: string
  /** A guest looks at the demo without having signed up. */
  guest: boolean
}

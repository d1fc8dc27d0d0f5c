// Nothing runs in the browser unless a group asks for it: the desk does, public pages and errors do not.
export const csr = false

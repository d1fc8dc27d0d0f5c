/** What was read in a chat's export. */
export interface ChatTables {
  shopChatLines: {
    workspaceId: string
    line: string
    orderId: string | null
    leadId: string | null
    settledAt: Date
  }
}

/**
 * The ledger: one row for every call that was made, never changed afterwards. {@link dev.parley.governance.usage.Ledger} opens a call
 * before its provider is asked and closes it when it has ended.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>An open call is in the database before the provider hears of it, in the transaction that reserves its money. So no crash loses a
 *       call that was paid for.
 *   <li>Closing takes the open call away and writes its row in one transaction, and only whoever has taken it away writes: each call is
 *       in the ledger once.
 *   <li>A call whose process died is closed by a living one, on what its stored journal holds, and marked as estimated.
 *   <li>When the database fails at a call's end, its row waits in memory and is written when the database is back.
 *   <li>The sum of the ledger is the sum of what budgets were charged, and of the counters of the processes that wrote it.
 * </ul>
 */
package dev.parley.governance.usage;

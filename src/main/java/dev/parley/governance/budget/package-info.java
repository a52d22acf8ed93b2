/**
 * What calls cost, and how much of it a key and its team may still spend.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A call's worst case is reserved before its provider is asked: the counted input and all the output it may bring, at the dearest
 *       price of everybody who may be asked.
 *   <li>Reserving is one conditional statement per owner, the key first and then its team, in one transaction: so {@code spent +
 *       reserved <= limit} holds at every moment, on any number of nodes.
 *   <li>What is reserved counts in every period, and what is spent in the period in which it is settled. A clock that goes back opens no
 *       past day again.
 *   <li>A model without a price is refused to callers with a budget, or free, as {@code parley.prices.unknown} says; never zero by
 *       accident.
 * </ul>
 *
 * <p>Out of scope: what was paid for, which {@code usage} writes down.
 */
package dev.parley.governance.budget;

package dev.parley.governance;

/** Callers that share limits and a budget beside their own. */
public record Team(String name, Rates rates, BudgetLimits budget) {}

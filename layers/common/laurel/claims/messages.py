"""Names of statements in messages to learners (pure)."""

from laurel.statements import Statement

STATEMENT_NAMES = {
    Statement.AMA_PRA_1: "AMA PRA Category 1 Credit™",
    Statement.ATTENDANCE: "the statement of attendance",
    Statement.PACE: "P.A.C.E.®",
    Statement.CALIFORNIA: "California credit",
    Statement.FLORIDA: "Florida credit",
}

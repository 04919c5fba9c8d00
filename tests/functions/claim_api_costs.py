"""The calls to DynamoDB that each route of the API makes."""

# Rare acts.
LONGER = {
    "listOwnCredits",
    "putProof",
    # The records of the learner, and the credits of their address.
    "getProgress",
    "changeProgress",
    "makeGroups",
    "makeSessionCodes",
    "listCodeUses",
    # Nothing else of these reads says that the account was erased.
    "listClaims",
    "getTranscript",
    "getMyAudit",
    "listJoins",
    "saveDraft",
    "publishDraft",
    "copyActivity",
    "takeSessions",
    "makeDraftCodes",
    "restoreRevision",
    "deleteActivity",
    "listRevisions",
    "getActivityNumbers",
    "listOwnActivities with numbers",
    "getEvaluations",
    "takeAttendance",
    "getOwnAttendance",
    "listCodes",
    "getParticipants",
    "getQuarterlyReport",
    "getAccountChange",
    "undoAccountChange",
    "confirmAccountChange",
    "putBadges with fewer",
    "findLearner",
    "findLearner by badge",
    "findLearner by certificate",
    "findAddress",
    "moveAddress",
    "undoMove",
    "takeAddress",
    "removeAddress",
    "listAddresses",
    "undoOwnMove",
    "sendAddressCode",
    "addAddress",
    "nameMySession",
    "listMySessions",
    "endMySession",
    "endMySessions",
    "joinAccount",
    "undoJoin",
    "joinLearners",
    "undoLearnersJoin",
    "getErasure",
    "eraseMe",
    "pushCredits",
    "pushCredits the first time in an hour",
    "getPushedCredit",
    "listChanges",
    "listProviders",
    "createClient",
    "listClients",
    "rotateClient",
    "correctOwnCredit",
    "withdrawOwnCredit",
}
READ = ["GetItem"]
TOGETHER, DRAFT = ["BatchGetItem"], ["BatchGetItem", "PutItem"]

EXPECTED = {
    "listActivities": ["Query"],
    "getActivity": READ,
    "getActivityDocument": READ,
    "listOwnActivities": ["Query"],
    # The list, then for each activity its claims, and the codes in use where a list has them: not for a webinar.
    "listOwnActivities with numbers": ["Query", "Query"],
    # The document says which codes there are; then the claims, and the badges in use.
    "getActivityNumbers": ["GetItem", "Query", "Query"],
    # The activity, the index of its claims, and a read for each hundred of them.
    "getEvaluations": ["GetItem", "Query", "BatchGetItem"],
    # The activity, the index of completed claims, two reads for each hundred of them, and the entry of the read.
    "getParticipants": ["GetItem", "Query", "PutItem"],
    # The provider, the library, the archive; for each program the activity, the index, and reads as above.
    "getQuarterlyReport": ["GetItem", "Query", "Query"],
    "listSessions": READ,
    "listStatements": [],
    "listFileColumns": [],
    # The address of the sign-in is recorded, once.
    "getMe the first time": ["GetItem", "TransactWriteItems"],
    "getMe": READ,
    # The profile, then the profile with its entry in the audit log.
    "changeMe": ["GetItem", "TransactWriteItems"],
    # Claims, profile and choices side by side; and the credits of the address.
    "getProgress": ["Query", "Query"],
    # What there was, the change with the day of the next reminder, and the progress as it is then.
    "changeProgress": ["BatchGetItem", "TransactWriteItems", "Query", "Query"],
    "openClaim": ["BatchGetItem", "TransactWriteItems"],
    "openClaim again": TOGETHER,
    "openClaim with a wrong code": DRAFT,
    "listClaims": ["GetItem", "Query"],
    "getClaim": TOGETHER,
    "getSummary": TOGETHER,
    "changeStatement": DRAFT,
    "acknowledgeDisclosures": DRAFT,
    "claimSession": DRAFT,
    "claimSession refused": TOGETHER,
    "removeSession": DRAFT,
    "evaluateActivity": DRAFT,
    "takeAssessment": ["BatchGetItem", "TransactWriteItems"],
    # The profile, the claims, the credits under its address, and those from elsewhere.
    "getTranscript": ["GetItem", "Query", "Query", "Query"],
    # The profile, which says whether the account was erased, and the credits.
    "listOwnCredits": [*TOGETHER, "Query"],
    # How many there are, then the credit, unless the account was erased.
    "addOwnCredit": ["Query", "TransactWriteItems"],
    "changeOwnCredit": DRAFT,
    "startProof": TOGETHER,
    # The credit, its file, and the credit again with the write.
    "putProof": [*TOGETHER, *DRAFT],
    "getProof": TOGETHER,
    "deleteProof": DRAFT,
    "deleteOwnCredit": DRAFT,
    "changeCode": ["BatchGetItem", "TransactWriteItems"],
    # Who holds the address, the badge or the certificate; all that is theirs, the activities of their drafts, and the
    # entry of the read.
    "findLearner": ["BatchGetItem", "Query", "BatchGetItem", "PutItem"],
    "findLearner by badge": ["GetItem", "Query", "BatchGetItem", "PutItem"],
    "findLearner by certificate": ["GetItem", "Query", "BatchGetItem", "PutItem"],
    "freeCode": ["BatchGetItem", "TransactWriteItems"],
    "giveAttempt": ["BatchGetItem", "TransactWriteItems"],
    "liftLockout": ["BatchGetItem", "TransactWriteItems"],
    "proveAddress": READ,
    "takeAddress": [*READ, "GetItem", "GetItem", "GetItem", "TransactWriteItems", "GetItem"],
    "removeAddress": [*READ, "GetItem", "GetItem", "TransactWriteItems", "GetItem"],
    # The profile, the list of moves, and the moves with their holders.
    "listAddresses": [*READ, "Query", *TOGETHER],
    "undoOwnMove": [*READ, "GetItem", "GetItem", "GetItem", "TransactWriteItems", *READ, "Query", *TOGETHER],
    # The profile and the code before; then both again.
    "sendAddressCode": [*READ, "GetItem", "PutItem"],
    "addAddress": [*READ, "GetItem", "GetItem", "TransactWriteItems", *READ],
    "nameMySession": ["GetItem", "UpdateItem", "Query"],
    "listMySessions": [*READ, "Query"],
    # The profile and the list, the transaction with the entry in the audit log, and the list as it is then.
    "endMySession": [*READ, "Query", "TransactWriteItems", "Query"],
    "endMySessions": [*READ, "Query", "TransactWriteItems", "Query"],
    "proveAccount": READ,
    "listJoins": ["GetItem", "Query"],
    # The caller, both profiles, the join; both again and the other's credits, and the joins as they are now.
    "joinAccount": [*READ, "GetItem", "GetItem", "TransactWriteItems", "GetItem", "GetItem", "Query", "Query"],
    "undoJoin": [*READ, "GetItem", "GetItem", "GetItem", "TransactWriteItems", "GetItem", "Query", "Query"],
    "joinLearners": [*TOGETHER, "GetItem", "GetItem", "TransactWriteItems", "GetItem", "GetItem", "Query"],
    "undoLearnersJoin": ["GetItem", "GetItem", "GetItem", "TransactWriteItems", "GetItem", "Query"],
    # The holder and the moves, the owner's profile, and the entry of the read.
    "findAddress": ["Query", "GetItem", "PutItem"],
    # Who gets it, who has it, both profiles, the change; and what it is now.
    "moveAddress": ["BatchGetItem", "GetItem", "GetItem", "GetItem", "TransactWriteItems", "Query", "GetItem"],
    "undoMove": ["GetItem", "GetItem", "GetItem", "GetItem", "TransactWriteItems", "Query", "GetItem"],
    "putActivity": ["GetItem", "TransactWriteItems"],
    "listDrafts": ["Query"],
    "getDraft": READ,
    "saveDraft": ["GetItem", "GetItem", "TransactWriteItems"],
    "takeSessions": ["GetItem", "GetItem", "GetItem", "TransactWriteItems"],
    "downloadSessions": ["GetItem"],
    "listDraftCodes": ["GetItem"],
    "makeDraftCodes": ["GetItem", "GetItem", "GetItem", "TransactWriteItems"],
    "previewDraft": ["GetItem"],
    "listRevisions": ["GetItem", "Query"],
    "getRevision": ["GetItem"],
    "restoreRevision": ["GetItem", "GetItem", "GetItem", "TransactWriteItems"],
    "archiveActivity": ["GetItem", "TransactWriteItems"],
    "restoreActivity": ["GetItem", "TransactWriteItems"],
    "deleteActivity": ["GetItem", "BatchGetItem", "Query", "TransactWriteItems"],
    "copyActivity": ["GetItem", "GetItem", "GetItem", "TransactWriteItems"],
    "discardDraft": ["GetItem", "TransactWriteItems"],
    "publishDraft": ["GetItem", "GetItem", "TransactWriteItems"],
    "putActivity without a change": READ,
    # Who has taken a badge that would be left out must be asked for.
    "putBadges": ["BatchGetItem", "TransactWriteItems"],
    "putBadges with fewer": ["BatchGetItem", "Query", "TransactWriteItems"],
    "putGroups": ["BatchGetItem", "TransactWriteItems"],
    # The activity and its list, and the codes that learners have used.
    "makeGroups": ["BatchGetItem", "Query", "TransactWriteItems"],
    # The activity, and its provider and the activity again as any change of it is checked.
    "makeSessionCodes": ["GetItem", "GetItem", "GetItem", "TransactWriteItems"],
    "takeAttendance": ["GetItem", "BatchGetItem", "TransactWriteItems", "TransactWriteItems"],
    "listCodes": ["GetItem", "BatchGetItem", "Query"],
    # The claims and the names of each hundred, and the entry of the read.
    "listCodeUses": ["GetItem", "Query", "BatchGetItem", "BatchGetItem", "PutItem"],
    "getOwnAttendance": ["BatchGetItem", "BatchGetItem"],
    # The export with the profile, which refuses an erased account; the request with its entry in the audit log.
    "getExport": TOGETHER,
    "requestExport": ["BatchGetItem", "TransactWriteItems"],
    "getCertificateFile": TOGETHER,
    "requestCertificateFile": ["BatchGetItem", "TransactWriteItems"],
    # Profile, claims, the credits of the claims, the export, and the credits from elsewhere.
    "getErasure": ["GetItem", "Query", "BatchGetItem", "BatchGetItem", "Query"],
    "eraseMe": ["GetItem", "Query", "BatchGetItem", "BatchGetItem", "Query", "TransactWriteItems"],
    "showStopNotices": [],
    "stopNotices": ["TransactWriteItems"],
    # The changes of the learner, and the profile; then profile and record again, and one transaction.
    "getAccountChange": ["Query", "GetItem"],
    # Undoing looks at the other open changes too.
    "undoAccountChange": ["Query", "GetItem", "GetItem", "Query", "TransactWriteItems"],
    "confirmAccountChange": ["Query", *["GetItem"] * 5, "TransactWriteItems"],
    "getMyAudit": ["GetItem", "Query"],
    # What is read, and the entry of the read.
    "getAudit": ["Query", "PutItem"],
    "getAudit of an activity": ["Query"],
    "getOpenApi": [],
    "putProvider": ["Query", "TransactWriteItems"],
    # The roster in force; the providers, and when each sent something.
    "listProviders": [*READ, "Query", "Query"],
    "getProvider": READ,
    "getOwnProvider": READ,
    # The provider, the credits by reference, the members with these addresses, and other addresses of the unmatched.
    # The credits, the members, other addresses of their learner, who holds the address, and that profile.
    "pushCredits": [*READ, *TOGETHER * 5, "TransactWriteItems"],
    # And that the provider pushed.
    "pushCredits the first time in an hour": [*READ, *TOGETHER * 5, "TransactWriteItems", "PutItem"],
    "getPushedCredit": [*READ, *TOGETHER],
    "listChanges": [*READ, "Query"],
    "startUpload": READ,
    "getUpload": TOGETHER,
    "startRosterUpload": [],
    "getRosterUpload": TOGETHER,
    # The provider, its clients, and the record with its entry in the audit log; a replacement ends the old one too.
    "createClient": ["GetItem", "Query", "TransactWriteItems"],
    "listClients": [*READ, "Query"],
    "rotateClient": ["GetItem", "GetItem", "Query", "TransactWriteItems", "TransactWriteItems"],
    "revokeClient": ["GetItem", "TransactWriteItems"],
    # The provider, the credit, who holds its address, and the credit with the entry of the audit log.
    "correctOwnCredit": [*READ, *TOGETHER, *TOGETHER, "TransactWriteItems"],
    "withdrawOwnCredit": [*READ, *TOGETHER, *TOGETHER, "TransactWriteItems"],
}

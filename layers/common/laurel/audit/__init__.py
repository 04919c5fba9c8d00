"""The audit log: who did what to whose data, when and why. Entries are added; nobody changes or removes one."""

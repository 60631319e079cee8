-- CreateTable
CREATE TABLE "LedgerDecision" (
    "id" BIGSERIAL NOT NULL,
    "rolloutId" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "follows" INTEGER,
    "whole" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "rule" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "inputs" BYTEA NOT NULL,
    "inputsDigest" TEXT NOT NULL,
    "output" BYTEA NOT NULL,

    CONSTRAINT "LedgerDecision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerUnsealed" (
    "kind" TEXT NOT NULL,
    "entryId" BIGINT NOT NULL,

    CONSTRAINT "LedgerUnsealed_pkey" PRIMARY KEY ("kind","entryId")
);

-- CreateTable
CREATE TABLE "LedgerSeal" (
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "previous" TEXT NOT NULL,
    "rollouts" TEXT[],
    "entries" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "LedgerSeal_pkey" PRIMARY KEY ("number")
);

-- CreateIndex
CREATE UNIQUE INDEX "LedgerDecision_rolloutId_step_key" ON "LedgerDecision"("rolloutId", "step");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerSeal_hash_key" ON "LedgerSeal"("hash");

-- Written by hand from here: prisma/schema.prisma cannot say this.

-- Packed already: trying again costs time and gains nothing.
ALTER TABLE "LedgerDecision" ALTER COLUMN "inputs" SET STORAGE EXTERNAL, ALTER COLUMN "output" SET STORAGE EXTERNAL;

-- Decisions and seals are only ever added to, as the audit is.
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % of % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER decision_is_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "LedgerDecision"
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

CREATE TRIGGER seal_is_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "LedgerSeal"
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- Whoever writes an entry need not know that it will be sealed, and waits for nobody.
CREATE FUNCTION ledger_awaits_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "LedgerUnsealed" ("kind", "entryId") SELECT TG_ARGV[0], "id" FROM added;
  RETURN NULL;
END
$$;

CREATE TRIGGER audit_awaits_seal AFTER INSERT ON "AuditEntry"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_awaits_seal('audit');

CREATE TRIGGER decision_awaits_seal AFTER INSERT ON "LedgerDecision"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_awaits_seal('decision');

INSERT INTO "LedgerUnsealed" ("kind", "entryId") SELECT 'audit', "id" FROM "AuditEntry";

-- AlterTable
ALTER TABLE "Rollout" ADD COLUMN     "planNumber" INTEGER;

-- CreateTable
CREATE TABLE "RolloutPlan" (
    "number" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "toSnapshotId" INTEGER NOT NULL,
    "request" JSONB NOT NULL,
    "document" JSONB NOT NULL,
    "revisionOf" INTEGER,
    "createdBy" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RolloutPlan_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "RolloutDraft" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "choices" JSONB NOT NULL,
    "revisionOf" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RolloutDraft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RolloutPlan_createdAt_idx" ON "RolloutPlan"("createdAt");

-- CreateIndex
CREATE INDEX "RolloutPlan_revisionOf_idx" ON "RolloutPlan"("revisionOf");

-- CreateIndex
CREATE INDEX "RolloutDraft_ownerId_updatedAt_idx" ON "RolloutDraft"("ownerId", "updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Rollout_planNumber_key" ON "Rollout"("planNumber");

-- AddForeignKey
ALTER TABLE "Rollout" ADD CONSTRAINT "Rollout_planNumber_fkey" FOREIGN KEY ("planNumber") REFERENCES "RolloutPlan"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RolloutPlan" ADD CONSTRAINT "RolloutPlan_toSnapshotId_fkey" FOREIGN KEY ("toSnapshotId") REFERENCES "Snapshot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RolloutPlan" ADD CONSTRAINT "RolloutPlan_revisionOf_fkey" FOREIGN KEY ("revisionOf") REFERENCES "RolloutPlan"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand: prisma/schema.prisma cannot say this.
-- What was decided about must read the same for ever, also to a program with a mistake in it.
CREATE FUNCTION plan_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'plan % is a document: make a revision of it', OLD."number" USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER plan_is_immutable BEFORE UPDATE ON "RolloutPlan" FOR EACH ROW EXECUTE FUNCTION plan_is_immutable();

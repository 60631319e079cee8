-- AlterTable
ALTER TABLE "Rollout" ADD COLUMN     "failure" JSONB,
ADD COLUMN     "rootCauses" JSONB NOT NULL DEFAULT '[]';

-- What stands halted or goes back now has its failure ahead of it; of what has ended, nobody is asked any more.
UPDATE "Rollout" SET "failure" = "state"->'trigger'
WHERE "phase" IN ('halted', 'rolling-back', 'verifying-rollback') AND "state"->>'resume' IS DISTINCT FROM 'soak-again'
  AND "state"->>'resume' IS DISTINCT FROM 'ask-again' AND "state"->'trigger'->>'rule' <> 'person';

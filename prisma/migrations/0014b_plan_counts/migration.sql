-- AlterTable
ALTER TABLE "RolloutPlan" ADD COLUMN     "cohort" INTEGER,
ADD COLUMN     "waves" INTEGER,
ADD COLUMN     "criteria" JSONB;

-- Written by hand: the plans of before, which nothing else may change.
ALTER TABLE "RolloutPlan" DISABLE TRIGGER plan_is_immutable;
UPDATE "RolloutPlan" SET
  "cohort" = ("document" #> '{seen,plan,cohort}')::int,
  "waves" = jsonb_array_length("document" #> '{seen,plan,waves}'),
  "criteria" = "document" -> 'criteria';
ALTER TABLE "RolloutPlan" ENABLE TRIGGER plan_is_immutable;

-- AlterTable
ALTER TABLE "RolloutPlan" ALTER COLUMN "cohort" SET NOT NULL,
ALTER COLUMN "waves" SET NOT NULL,
ALTER COLUMN "criteria" SET NOT NULL;

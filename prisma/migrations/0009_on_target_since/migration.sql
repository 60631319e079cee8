-- AlterTable
ALTER TABLE "RolloutDevice" ADD COLUMN     "onTargetSince" TIMESTAMPTZ(3),
ADD COLUMN     "onTargetUntil" TIMESTAMPTZ(3);

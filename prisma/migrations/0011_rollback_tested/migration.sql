-- AlterTable
ALTER TABLE "Rollout" ADD COLUMN     "rollbackTested" JSONB;

-- AlterTable
ALTER TABLE "Rollout" ADD COLUMN     "comparison" JSONB,
ADD COLUMN     "otherSnapshotId" INTEGER;

-- AlterTable
ALTER TABLE "RolloutDevice" ADD COLUMN     "arm" TEXT,
ADD COLUMN     "toSnapshotId" INTEGER;

-- AlterTable
ALTER TABLE "RolloutPlan" ADD COLUMN     "otherSnapshotId" INTEGER;

-- AddForeignKey
ALTER TABLE "Rollout" ADD CONSTRAINT "Rollout_otherSnapshotId_fkey" FOREIGN KEY ("otherSnapshotId") REFERENCES "Snapshot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RolloutPlan" ADD CONSTRAINT "RolloutPlan_otherSnapshotId_fkey" FOREIGN KEY ("otherSnapshotId") REFERENCES "Snapshot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

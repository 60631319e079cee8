-- AlterTable
ALTER TABLE "Desired" ADD COLUMN     "traffic" TEXT;

-- AlterTable
ALTER TABLE "RolloutDevice" ADD COLUMN     "traffic" TEXT;

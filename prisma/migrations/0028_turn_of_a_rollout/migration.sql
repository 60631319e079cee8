-- AlterTable
ALTER TABLE "Rollout" ADD COLUMN     "turnAt" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP;

-- So far nobody waited: whoever was created took its devices.
UPDATE "Rollout" SET "turnAt" = "createdAt";

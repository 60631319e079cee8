-- AlterTable
ALTER TABLE "ConfigLayer" ADD COLUMN     "setBy" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "DriftHour" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "drifted" INTEGER NOT NULL,
    "devices" INTEGER NOT NULL,

    CONSTRAINT "DriftHour_pkey" PRIMARY KEY ("at")
);

-- AlterTable
ALTER TABLE "Desired" ADD COLUMN     "bytesPerSecond" BIGINT;

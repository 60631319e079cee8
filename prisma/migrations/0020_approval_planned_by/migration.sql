-- AlterTable
ALTER TABLE "Approval" ADD COLUMN     "plannedBy" TEXT;

-- AlterTable
ALTER TABLE "DeviceEvent" ADD COLUMN     "configDigest" TEXT,
ADD COLUMN     "sha256" TEXT,
ADD COLUMN     "version" TEXT;

-- AlterTable
ALTER TABLE "DeviceSample" ADD COLUMN     "configDigest" TEXT,
ADD COLUMN     "version" TEXT;

-- AlterTable
ALTER TABLE "DeviceStatus" ADD COLUMN     "healthOf" JSONB;

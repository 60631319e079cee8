-- CreateTable
CREATE TABLE "DeviceInventory" (
    "deviceId" TEXT NOT NULL,
    "configDigest" TEXT,
    "inventory" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DeviceInventory_pkey" PRIMARY KEY ("deviceId")
);

-- AddForeignKey
ALTER TABLE "DeviceInventory" ADD CONSTRAINT "DeviceInventory_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "Device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

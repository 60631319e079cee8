-- CreateIndex
CREATE INDEX "Device_redundancyGroup_idx" ON "Device"("redundancyGroup");

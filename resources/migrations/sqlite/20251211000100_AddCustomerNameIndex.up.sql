-- The list's order: live customers by name. NOCASE, because staff look for "de Vries" beside "De Vries".
CREATE INDEX "IX_Customer_Name_Id" ON "Customer" ("Name" COLLATE NOCASE, "Id") WHERE "IsDeleted" = 0;

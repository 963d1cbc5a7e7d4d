DROP INDEX "IX_Customer_Name_Id";

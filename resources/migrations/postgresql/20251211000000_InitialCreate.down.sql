DROP TABLE "Customer";

"""The circular's own numbers and the product's defaults as dated data; the migrations load them into the parameters."""

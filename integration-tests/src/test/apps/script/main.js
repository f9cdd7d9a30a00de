// The test writes what stands here.

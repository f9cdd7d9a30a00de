self.part = 'imported'
